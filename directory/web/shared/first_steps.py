"""Three things to do once, shown to who may write until they are done."""

from dataclasses import dataclass

from flask import url_for

from directory.domain.rights import Action, may_somewhere
from directory.http.access import current_actor, current_signed
from directory.http.request import current_services


@dataclass(frozen=True, slots=True)
class Step:
    label: str
    help: str
    url: str
    is_done: bool


def first_steps() -> tuple[Step, ...]:
    """Return the way of a first visit for who asks; empty for who may not write, and once it is done."""
    signed = current_signed()
    if signed is None or not may_somewhere(current_actor(), Action.WRITE):
        return ()
    steps = current_services().first_steps.left(signed.account)
    if steps is None:
        return ()
    ours = url_for("results.search", institution=signed.account.institution)
    return (
        Step(
            "Confirmer une fiche",
            "Ouvrez une fiche de votre institution, relisez-la\u00a0: «\u00a0C’est toujours exact\u00a0» suffit.",
            ours,
            steps.has_confirmed,
        ),
        Step(
            "Corriger une fiche",
            "«\u00a0Modifier\u00a0» ouvre le formulaire, Entrée enregistre. L’historique garde ce qui était écrit.",
            ours,
            steps.has_corrected,
        ),
        Step(
            "Créer une fiche",
            "Une quinzaine de réponses suffisent\u00a0; ce qui manque est dit à côté. Dupliquer va plus vite encore.",
            url_for("writing.new"),
            steps.has_created,
        ),
    )
