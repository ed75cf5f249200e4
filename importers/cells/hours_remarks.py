"""Words beside opening hours: those that take nothing away from them, and those that may.

"Sur rendez-vous" or "sonner deux fois" leave the hours as they are. "Une semaine sur deux", "fermé en août" or "le
matin uniquement" do not: whoever reads the hours alone finds the door closed.
"""

import re

from search.text.analysis import fold

_MONTHS = (
    "janvier|fevrier|mars|avril|mai|juin|juillet|aout|septembre|octobre|novembre|decembre"
    "|janv|fevr|juil|sept|oct|nov|dec"
)
_DAYS = r"lundis?|mardis?|mercredis?|jeudis?|vendredis?|samedis?|dimanches?|week ?ends?"
_RANKS = (
    r"1 ?ers?|1 ?eres?|[1-5] ?(?:e|eme|nd|nde|ieme)s?|premieres?|premiers?|deuxiemes?|secondes?|seconds?|troisiemes?"
    r"|quatriemes?|cinquiemes?|dernieres?|derniers?"
)
_RESTRICTS = re.compile(
    rf"\b(?:ferm\w*|sauf|sf|hors|hormis|except\w*|exclu\w*|excl|vacances?|vac|conges?|scol\w*|semaines?|sem|hebdo\w*"
    rf"|mois|mensu\w*|bi ?mensu\w*|quinz\w*|\d+ jours|trimestr\w*|annuel\w*|annees?|saison\w*|ete|hiver\w*|printemps"
    rf"|automne|estiv\w*|suspen\w*|annul\w*|provisoire\w*|temporaire\w*|momentane\w*|exceptionnel\w*|travaux"
    rf"|altern\w*|pairs?|paires?|impairs?|impaires?|une fois|fois par|sur (?:deux|trois|\d)|\d ?/ ?\d|feries?"
    rf"|veilles?|fetes?|noel|paques|toussaint|ramadan|treve|rentree|jusqu|a partir|a compter|des (?:le|la|\d)"
    rf"|reouv\w*|rouv\w*|ouvr\w*|domicile|itineran\w*|permanences? telephoniques?"
    rf"|connaitre|verifier|confirmer|savoir|renseign\w*|obtenir (?!(?:un )?rendez)|modul\w*|principal\w*"
    rf"|d autres?|une autre"
    rf"|repri\w*|actuellement|selon|vari\w*|susceptib\w*|sous reserve|en fonction|a confirmer|a definir|periodes?"
    rf"|ponctuel\w*|occasionnel\w*|parfois|certaine?s?|irregul\w*|pas|plus de|aucune?|ne|n|non assur\w*|absen\w*"
    rf"|interromp\w*|complet\w*|arret\w*|pause|report\w*|deplac\w*|changement\w*|modifi\w*|limite\w*|reduit\w*|covid"
    rf"|{_MONTHS}|{_RANKS}|20\d\d|\d\d? ?/ ?\d\d?)\b",
)
_ONLY = re.compile(r"\b(?:uniquement|seulement|exclusivement|strictement)\b")
_BY = r"(?:sur |avec |apres |sans )?(?:prise de )?(?:rendez ?vous|rdvs?)|en visio\w*"
_NOT_HOURS = re.compile(
    rf"\b(?:uniquement|seulement|exclusivement|strictement) (?:{_BY})"
    rf"|\b(?:{_BY}) (?:uniquement|seulement|exclusivement|strictement)"
    r"|\b24 ?h? ?(?:/|sur) ?24(?: ?h)?\b|\b7 ?j? ?(?:/|sur) ?7 ?j?\b|\bouverte? uniquement (?=sur )|\bn[o°] ?\d[\d .]*"
    r"|(?:\+?\d[ .]?){9,}"
    rf"|\b(?:{_RANKS}) (?:etage|porte|bureau|rue|avenue|sonnette|arrondissement)\b"
)
# Times and days of something else than the door: the telephone, appointments, a terminal.
_ASIDE = re.compile(r"telephon|rendez ?vous|\brdv|\bborne|standard|libre service|espace numerique|en libre|secretariat")
# The hours themselves are those of the telephone, or the door has others: who comes finds nobody.
_AT_THE_PHONE = re.compile(
    r"^(?:accueil|permanences?|standard)?s? ?telephoniques?\W*$|^par telephone\W*$|^telephone\W*$"
    rf"|\b(?:{_DAYS}|matin|apres midi) par telephone|\bpar telephone (?:le|la|les|l|du|de)\b"
)
_AT_THE_DOOR = re.compile(
    r"\b(?:accueil (?:du|au) public|ouvert\w* au public|physique(?! (?:ouvert )?(?:uniquement )?sur))\b"
)
_TIMES = re.compile(rf"\b\d{{1,2}} ?(?:h|:)|\b(?:midi|minuit|matin\w*|apres ?midis?|soir\w*|{_DAYS})\b")
_SENTENCE = re.compile(r"(?<=[.!;])\s+|\n+|(?<=[a-z])\.(?=[A-Z])")


def takes_away(text: str) -> bool:
    """Tell whether words may take something away from the hours they stand beside, or add to them."""
    return any(_sentence_takes_away(sentence) for sentence in sentences(text))


def sentences(text: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in _SENTENCE.split(text) if part.strip())


def _sentence_takes_away(sentence: str) -> bool:
    whole = re.sub(r"[-’']", " ", fold(sentence))
    said = _NOT_HOURS.sub(" ", whole).strip()
    if _RESTRICTS.search(said) or _ONLY.search(said) or _AT_THE_PHONE.search(said):
        return True
    is_aside = _ASIDE.search(whole) is not None and _AT_THE_DOOR.search(whole) is None
    return _TIMES.search(said) is not None and not is_aside
