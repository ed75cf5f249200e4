"""How to send the person: the steps an advisor follows, from what the fiche says and nothing more."""

from dataclasses import dataclass

from directory.services.taxonomy.vocabularies import Vocabularies
from directory.web.search.hits import listed
from directory.web.shared.words import phone_in_words
from fiche.content import Content

INFORMATION, DIRECT, AFTER_OPINION = "information", "prescription-directe", "prescription-apres-avis"


@dataclass(frozen=True, slots=True)
class SendingView:
    """``mode`` in a few words, ``precisions`` as the fiche says them, then the steps in order."""

    mode: str
    precisions: tuple[str, ...]
    steps: tuple[str, ...]


def sending_of(content: Content, words: Vocabularies) -> SendingView:
    said = (content.mobilisation_text, content.access_text)
    return SendingView(
        mode=listed("mobilisation", content.mobilisations, words)
        or "La fiche ne dit pas comment y envoyer la personne",
        precisions=tuple(text for text in said if text),
        steps=(*_prescribing(content), *_coming(content)),
    )


def _prescribing(content: Content) -> list[str]:
    modes = content.mobilisations
    if DIRECT in modes:
        return ["Établir la prescription avec la personne et la transmettre à la structure."]
    if AFTER_OPINION in modes:
        return ["Transmettre la demande à la structure\u00a0: l’accueil se fait après son avis."]
    if INFORMATION in modes:
        return ["Remettre cette fiche à la personne\u00a0: aucune prescription n’est demandée."]
    return [f"Demander à la structure comment lui adresser la personne{_reach(content)}."]


def _coming(content: Content) -> list[str]:
    modes = content.access_modes
    steps = []
    if "sur-dossier" in modes:
        steps.append("Préparer le dossier avec la personne.")
    if "sur-orientation" in modes and DIRECT not in content.mobilisations:
        steps.append("Joindre l’orientation d’un professionnel.")
    if "sur-rendez-vous" in modes:
        steps.append(f"Prendre rendez-vous{_reach(content)}.")
    elif "sur-inscription" in modes:
        steps.append(f"Inscrire la personne{_reach(content)}.")
    elif "libre" in modes:
        hours = "aux heures indiquées" if content.hours or content.hours_text else ""
        comes = f"La personne {_gesture(content)} sans rendez-vous"
        steps.append(" ".join(part for part in (comes, hours) if part) + ".")
    if content.documents_to_bring:
        verb = "prépare les" if content.is_remote_only else "vient avec les"
        steps.append(f"La personne {verb} pièces demandées.")
    return steps


def _gesture(content: Content) -> str:
    """Return what the person does to be received: a service that travels is neither called nor visited."""
    if content.is_travelling:
        towns = dict.fromkeys(place.commune_name for place in content.places if place.commune_name)
        where = f" ({', '.join(towns)})" if towns else ""
        return f"rejoint l’équipe là où elle passe{where}"
    return "appelle" if content.is_remote_only else "se présente"


def _reach(content: Content) -> str:
    if content.phone:
        return f" au {phone_in_words(content.phone)}"
    if content.email:
        return f" par courriel, {content.email}"
    return ""
