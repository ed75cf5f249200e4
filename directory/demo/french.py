"""French as it is printed: typography, and town names inside a sentence."""

import re

NBSP = "\u00a0"

# H is mute in the names of these départements except in the word "haut": "d’Hyères", "de Hautes-Duyes".
_VOWEL = re.compile(r"[AEIOUYÀÂÉÈÊÎÔÛŒaeiouyàâéèêîôûœ]|[Hh](?!aut)")
_ARTICLE = re.compile(r"(Le|La|Les) (.+)")
# Official names without the article that people say.
_ARTICLE_BY_USE = {"Paradou": "Le", "Saintes-Maries-de-la-Mer": "Les", "Taillades": "Les"}
_ARRONDISSEMENT = re.compile(r" \d{1,2}(?:er|e) Arrondissement$")

_AT_SIGN = re.compile(r" +([:;!?»])")
_AFTER_QUOTE = re.compile(r"« +")
_UNIT = re.compile(r"(?<=\d) (?=(?:€|h|km|kg|m²|%)(?![\w]))")
_MINUTES = re.compile(r"(?<=\dh|\u00a0h) (?=\d\d\b)")
_THOUSANDS = re.compile(r"(?<=\b\d)(?: (?=\d{3}\b))|(?<=\b\d\d) (?=\d{3}\b)")


def typeset(text: str) -> str:
    """Return ``text`` with curly apostrophes and the unbreakable spaces that French asks for.

    "Jusqu'à 9 h 30 : 1 200 €" loses its straight apostrophe and its five breakable spaces before signs and units.
    """
    text = text.replace("'", "’")
    text = _AFTER_QUOTE.sub("«" + NBSP, _AT_SIGN.sub(NBSP + r"\1", text))
    text = _THOUSANDS.sub(NBSP, text)
    return _MINUTES.sub(NBSP, _UNIT.sub(NBSP, text))


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
    return f"à {city_of(name)}"


def of_town(name: str) -> str:
    """Return "d’Arles", "du Rove", "des Pennes-Mirabeau", "de La Ciotat"."""
    article, rest = _split(name)
    if article == "Le":
        return f"du {rest}"
    if article == "Les":
        return f"des {rest}"
    city = city_of(name)
    if article == "" and _VOWEL.match(city):
        return f"d’{city}"
    return f"de {city}"


def of_proper_name(name: str) -> str:
    """Return "des Tamaris", "du Romarin", "de la Garance", "de l’Olivette": the article is not part of such a name."""
    if name.startswith(("L'", "L’")):
        return f"de l’{name[2:]}"
    article, rest = _split(name)
    return f"de la {rest}" if article == "La" else of_town(name)


def _split(name: str) -> tuple[str, str]:
    """Return the article that a sentence may contract and what follows; ("", name) when there is none."""
    if name in _ARTICLE_BY_USE:
        return _ARTICLE_BY_USE[name], name
    match = _ARTICLE.fullmatch(name)
    if match:
        return match[1], match[2]
    return "", name
