"""French of the pages, and the steps that send a person."""

from dataclasses import replace

from directory.services.taxonomy.vocabularies import vocabularies_of
from directory.web.fiche.sending import sending_of
from fiche.content import Content
from fiche.parts import Place
from search.text.synonyms import Synonyms
from search.text.weak_words import WEAK_WORDS
from tests.fiches import TAXONOMY, fiche

NBSP = "\u00a0"
WORDS = vocabularies_of(TAXONOMY, {}, Synonyms.load(None), WEAK_WORDS)


def steps(content: Content) -> tuple[str, ...]:
    return sending_of(content, WORDS).steps


def test_steps_say_what_to_do_and_whom_to_call() -> None:
    content = fiche("Permis", mobilisations=("prescription-directe",), access_modes=("sur-rendez-vous",))
    told = steps(replace(content, phone="04 90 00 00 00", documents_to_bring="Pièce d’identité"))
    assert told[0].startswith("Établir la prescription")
    assert told[1] == f"Prendre rendez-vous au {'04 90 00 00 00'.replace(' ', NBSP)}."
    assert told[2] == "La personne vient avec les pièces demandées."


def test_a_service_on_the_phone_asks_nobody_to_come() -> None:
    content = fiche(
        "Conseil",
        receptions=("a-distance",),
        mobilisations=("information",),
        access_modes=("libre",),
        hours="",
        places=(),
    )
    told = steps(replace(content, hours_text=""))
    assert told[-1] == "La personne appelle sans rendez-vous."


def test_a_service_that_travels_is_joined_where_it_passes() -> None:
    bus = fiche("Bus santé", access_modes=("libre",), receptions=("itinerant", "a-distance"), hours="Mo 09:00-12:00")
    told = steps(replace(bus, places=(Place(commune_name="Miramas"), Place(commune_name="Arles"))))
    assert (
        told[-1]
        == "La personne rejoint l’équipe là où elle passe (Miramas, Arles) sans rendez-vous aux heures indiquées."
    )
    assert "appelle" not in " ".join(told)


def test_a_fiche_that_says_nothing_sends_to_the_structure() -> None:
    content = fiche("Muet", mobilisations=(), access_modes=())
    assert steps(replace(content, phone="04 90 00 00 00"))[0].startswith("Demander à la structure")
    assert sending_of(content, WORDS).mode == "La fiche ne dit pas comment y envoyer la personne"
