"""What the person is told to do, in short sentences that speak to them: the words of a text, a message, a sheet."""

from directory.web.fiche.sending import AFTER_OPINION, DIRECT
from directory.web.shared.words import phone_in_words
from fiche.content import Content
from search.text.french import NBSP

WAIT = f"N’y allez pas encore{NBSP}: votre conseiller envoie d’abord une demande."
UNSAID_HOURS = f"Horaires non indiqués{NBSP}: téléphonez avant d’y aller."


def person_steps(content: Content) -> tuple[str, ...]:
    """Return what to do, in order. Someone who is not expected yet is told first to wait."""
    steps = _going(content)
    if "sur-dossier" in content.access_modes:
        steps = ["Préparez votre dossier avec votre conseiller.", *steps]
    if is_expected_first(content):
        return (WAIT, f"Quand la réponse est oui{NBSP}:", *steps)
    return tuple(steps)


def going_steps(content: Content) -> tuple[str, ...]:
    """Return what to do once one is expected, without the number or the address: a sheet shows them beside."""
    steps = ["Préparez votre dossier avec votre conseiller."] if "sur-dossier" in content.access_modes else []
    return (*steps, *_going(content, _reach(content, shown_beside=True)))


def is_expected_first(content: Content) -> bool:
    """Say whether a request goes before the person: they wait for its answer."""
    return bool({DIRECT, AFTER_OPINION}.intersection(content.mobilisations))


def _going(content: Content, reach: str = "") -> list[str]:
    modes, reach = content.access_modes, reach or _reach(content)
    if "sur-rendez-vous" in modes:
        return [f"{reach} pour prendre rendez-vous." if reach else "Demandez un rendez-vous à votre conseiller."]
    if "sur-inscription" in modes:
        return [f"{reach} pour vous inscrire." if reach else "Demandez à votre conseiller de vous inscrire."]
    receives = not content.receptions or "sur-place" in content.receptions or "itinerant" in content.receptions
    if "libre" in modes and receives:
        return _coming(content, reach)
    if reach:
        return [f"{reach}."]
    return ["Demandez à votre conseiller comment faire."]


def _coming(content: Content, reach: str) -> list[str]:
    if content.hours or content.hours_text:
        return ["Allez-y sans rendez-vous, aux heures indiquées."]
    return ["Allez-y sans rendez-vous.", UNSAID_HOURS if reach else f"Horaires{NBSP}: demandez à votre conseiller."]


def _reach(content: Content, *, shown_beside: bool = False) -> str:
    if content.phone:
        return "Appelez" if shown_beside else f"Appelez le {phone_in_words(content.phone)}"
    if content.email:
        return "Écrivez" if shown_beside else f"Écrivez à {content.email}"
    return ""
