"""French as it is written for people: days, numbers, ages, distances, town names inside a sentence, typography.

Every module that prints French takes its words from here. Spaces that must not break are no-break spaces; thousands are
parted by a narrow one.
"""

import re
from datetime import date
from functools import lru_cache

NBSP = "\u00a0"
NARROW_NBSP = "\u202f"

DAYS = ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche")
"""Monday first, as ``date.weekday`` counts."""
MONTHS = (
    "janvier", "février", "mars", "avril", "mai", "juin",
    "juillet", "août", "septembre", "octobre", "novembre", "décembre",
)  # fmt: skip

_DAYS_A_WEEK = 7
_DAYS_A_MONTH = 30.44
_DAYS_A_YEAR = 365.25
_MOST_MONTHS = 20

_VOWEL = re.compile(r"[AEIOUYÀÂÉÈÊÎÔÛŒaeiouyàâéèêîôûœ]")
# H is mute at the start of most French names ("d’Hyères", "d’Hérouville"), and heard in those of Germanic origin and
# in the word "haut" ("de Haguenau", "de Hautes-Duyes").
_HEARD_H = re.compile(
    r"H(?:a[gmny]|allenn|arfl|arne|aut|avre|em\b|erst|och|o[eé]n|œn|olt|omb|onf|ouill|oul|un[di]|uss|utt)",
    re.IGNORECASE,
)
_ARTICLE = re.compile(r"(Le|La|Les) (.+)")
# Official names without the article that people say.
_ARTICLE_BY_USE = {"Paradou": "Le", "Saintes-Maries-de-la-Mer": "Les", "Taillades": "Les"}
_ARRONDISSEMENT = re.compile(r" (\d{1,2})(?:er|e) Arrondissement\b", re.IGNORECASE)

_AT_SIGN = re.compile(r" +([:;!?»])")
_AFTER_QUOTE = re.compile(r"« +")
_UNIT = re.compile(r"(?<=\d) (?=(?:€|h|km|kg|m²|%)(?![\w]))")
_MINUTES = re.compile(r"(?<=\dh|\u00a0h) (?=\d\d\b)")
_THOUSANDS = re.compile(r"(?<=\b\d)(?: (?=\d{3}\b))|(?<=\b\d\d) (?=\d{3}\b)")
_LOOSE_SIGN = re.compile(r"(?<=\S) (?=[:;!?»%€](?:\s|$|[,.)]))")


def day_in_words(day: date) -> str:
    """Return ``1er décembre``, without the year."""
    return f"{'1er' if day.day == 1 else day.day}{NBSP}{MONTHS[day.month - 1]}"


def number_in_words(number: int) -> str:
    """Return ``1 532``: thousands apart, never broken at the end of a line."""
    return f"{number:,}".replace(",", NARROW_NBSP)


def percent(share: float) -> str:
    """Return ``96 %`` for 0.96, never broken at the end of a line."""
    return f"{share * 100:.0f}{NBSP}%"


def counted(number: int, one: str, many: str) -> str:
    """Return ``1 ressource`` or ``12 ressources``; 0 takes the singular."""
    return f"{number_in_words(number)}{NBSP}{one if number < 2 else many}"


def within_sentence(text: str) -> str:
    """Return a sentence, or a title, as it goes on after other words: ``appelez le service.``."""
    return f"{text[:1].lower()}{text[1:]}"


@lru_cache(maxsize=2_000)
def ago(days: int) -> str:
    """Return how long ago, as people say it: ``hier``, ``il y a 5 semaines``, ``il y a près de 2 ans``."""
    if days <= 0:
        return "aujourd’hui"
    if days == 1:
        return "hier"
    return f"il y a {_duration(days)}"


def _duration(days: int) -> str:
    if days < 2 * _DAYS_A_WEEK:
        return f"{days}{NBSP}jours"
    if 4 * _DAYS_A_WEEK <= days < 5 * _DAYS_A_WEEK:
        return "un mois"
    if days < 60:
        return f"{days // _DAYS_A_WEEK}{NBSP}semaines"
    months = round(days / _DAYS_A_MONTH)
    if months <= _MOST_MONTHS:
        return f"{months}{NBSP}mois"
    years, rest = divmod(days / _DAYS_A_YEAR, 1)
    if rest > 0.7:
        return f"près de {int(years) + 1}{NBSP}ans"
    return f"{int(years)}{NBSP}ans"


def distance_in_words(km: float) -> str:
    """Return ``350 m``, ``4,2 km`` or ``34 km``: metres by fifty, then hundreds of metres, then kilometres."""
    metres = max(50, round(km * 20) * 50)
    if metres < 1000:
        return f"{metres}{NBSP}m"
    if km < 10:
        return f"{km:.1f}{NBSP}km".replace(".", ",").replace(",0", "")
    return f"{km:.0f}{NBSP}km"


def name_in_print(name: str) -> str:
    """Return a name as it is printed: ``Berre-l’Étang``, ``Marseille 16ᵉ``, ``Lyon 1ᵉʳ``."""
    printed = name.replace("'", "’")
    return _ARRONDISSEMENT.sub(lambda found: f" {found[1]}{'ᵉʳ' if found[1] == '1' else 'ᵉ'}", printed)


def city_of(name: str) -> str:
    """Return the city of an arrondissement, or the name itself."""
    return _ARRONDISSEMENT.sub("", name)


def in_town(name: str) -> str:
    """Return "à Arles", "au Rove", "aux Pennes-Mirabeau", "à La Ciotat"."""
    article, rest = _split(name)
    if article == "Le":
        return f"au {rest}"
    if article == "Les":
        return f"aux {rest}"
    return f"à {name_in_print(name)}"


def of_town(name: str) -> str:
    """Return "d’Arles", "du Rove", "des Pennes-Mirabeau", "de La Ciotat", "d’Hyères", "de Haguenau"."""
    article, rest = _split(name)
    if article == "Le":
        return f"du {rest}"
    if article == "Les":
        return f"des {rest}"
    shown = name_in_print(name)
    elides = article == "" and (_VOWEL.match(shown) or (shown[:1] in "Hh" and not _HEARD_H.match(shown)))
    return f"d’{shown}" if elides else f"de {shown}"


def around(town: str) -> str:
    """Return "autour d’Arles", "autour du Rove", "autour de Martigues"."""
    return f"autour {of_town(town)}"


def of_proper_name(name: str) -> str:
    """Return "des Tamaris", "du Romarin", "de la Garance", "de l’Olivette": the article is not part of such a name."""
    if name.startswith(("L'", "L’")):
        return f"de l’{name[2:]}"
    article, rest = _split(name)
    return f"de la {rest}" if article == "La" else of_town(name)


def typeset(text: str) -> str:
    """Return ``text`` with curly apostrophes and the unbreakable spaces that French asks for.

    "Jusqu'à 9 h 30 : 1 200 €" loses its straight apostrophe and its five breakable spaces before signs and units.
    """
    text = text.replace("'", "’")
    text = _AFTER_QUOTE.sub("«" + NBSP, _AT_SIGN.sub(NBSP + r"\1", text))
    text = _THOUSANDS.sub(NBSP, text)
    return _MINUTES.sub(NBSP, _UNIT.sub(NBSP, text))


def kept_together(text: str) -> str:
    """Return a text in which no line begins with a sign that French keeps with the word before it."""
    return _LOOSE_SIGN.sub(NBSP, text).replace("« ", f"«{NBSP}")


def _split(name: str) -> tuple[str, str]:
    """Return the article that a sentence may contract and what follows; ("", name) when there is none."""
    if name in _ARTICLE_BY_USE:
        return _ARTICLE_BY_USE[name], name
    match = _ARTICLE.fullmatch(name.replace("'", "’"))
    if match:
        return match[1], match[2]
    return "", name
