"""Every place that a text may name, whichever way people write it, the likeliest first."""

import re
from collections.abc import Callable, Iterable, Sequence

from search.places.area import Area, AreaIndex
from search.places.candidate import Candidate, Kind, Place, likelihood
from search.places.cedex import CedexCodes
from search.places.commune import Commune
from search.places.completion import Allowed, Completion
from search.places.name_index import NameIndex
from search.places.names import (
    CONTRACTIONS,
    POSTCODE_LENGTH,
    Typed,
    arrondissement,
    departments_of,
    name_words,
    typed,
    without_article,
)
from search.places.near_names import UNSURE, NearNames
from search.places.resolution import by_name_and_postcode
from search.places.territory import Territory
from search.text.analysis import words

MOST = 60
"""Candidates looked at: the wholes of the commonest name, and the largest of those it begins."""

_AREA_LABEL = re.compile(r"\s*(.*\S)\s*\(\s*(département|région)\s*\)\s*", re.IGNORECASE)
_AREA_CODE = re.compile(r"\s*(dep|reg|epci):(\w+)\s*", re.IGNORECASE)
_LEADS = (
    ("commune", "de"), ("ville", "de"), ("mairie", "de"), ("autour", "de"), ("pres", "de"), ("secteur", "de"),
    ("a", "cote", "de"), ("vers",), ("sur",), ("a",),
)  # fmt: skip
_ELIDED = {"de": {"de", "d", "du", "des"}}


class Candidates:
    """Reads a text against communes, their former names, areas, postal and CEDEX codes."""

    def __init__(
        self,
        names: NameIndex,
        areas: AreaIndex,
        near: NearNames,
        completion: Completion,
        cedex: CedexCodes,
        by_code: Callable[[str], Commune | None],
    ) -> None:
        self._names = names
        self._areas = areas
        self._near = near
        self._completion = completion
        self._cedex = cedex
        self._by_code = by_code

    def of(self, text: str, territory: Territory) -> list[Candidate]:
        """Return the candidates of a text, likeliest first; near spellings only when nothing is named or begun."""
        found = self._exact(text, territory)
        return ranked(found, territory)

    def near(self, text: str, territory: Territory) -> list[Candidate]:
        """Return the places spelt nearly like ``text``, likeliest first; else those that only look like it."""
        asked = typed(text).words
        return ranked(self._near.close(asked) or self._near.alike(asked), territory)

    def close(self, text: str, territory: Territory) -> list[Candidate]:
        """Return the places at most ``most_edits`` away, likeliest first."""
        return ranked(self._near.close(typed(text).words), territory)

    def _exact(self, text: str, territory: Territory) -> list[Candidate]:
        area = self._area_alone(text)
        if area:
            return area
        name, within = self._before_comma(text)
        asked = _without_cedex(typed(_without_lead(name)))
        if not asked.words:
            return self._of_digits(asked.digits) if asked.digits else []
        if len(asked.digits) == POSTCODE_LENGTH:
            return self._of_postcode(asked, territory)
        found = self._of_name(name, asked, territory)
        return [each for each in found if within is None or _lies_in(each.place, within)]

    def _area_alone(self, text: str) -> list[Candidate]:
        """Read what only an area is written as: its label, its code."""
        label, code = _AREA_LABEL.fullmatch(text), _AREA_CODE.fullmatch(text)
        if label:
            return _whole(self._areas.named([*words(label[2]), *name_words(label[1])]))
        if code:
            area = self._areas.get(f"{code[1].lower()}:{code[2].upper()}")
            return _whole([area] if area else [])
        before, acronym, _ = text.partition("(")
        named = self._areas.named(name_words(before)) if acronym and not typed(text).department else []
        return _whole(area for area in named if area.code.startswith("epci"))

    def _before_comma(self, text: str) -> tuple[str, Area | None]:
        """Read "Martigues, Bouches-du-Rhône" and "Martigues, France"."""
        name, comma, after = text.rpartition(",")
        if not comma or not words(name):
            return text, None
        if words(after) == ["france"] or not words(after):
            return name, None
        areas = [] if any(char.isdigit() for char in after) else self._areas.named(name_words(after))
        return (name, areas[0]) if areas and not self._names.exact(name_words(after)) else (text, None)

    def _of_digits(self, digits: str) -> list[Candidate]:
        if len(digits) == POSTCODE_LENGTH:
            return _whole(self.of_five_digits(digits))
        areas = _whole(self._areas.named([digits]))
        if digits == "20":
            areas = _whole([area for code in ("2A", "2B") for area in self._areas.named([code])])
        return [*areas, *(Candidate(self._names.communes[at], Kind.BEGUN) for at in self._names.postcode_begun(digits))]

    def of_five_digits(self, digits: str) -> list[Place]:
        """Return what a code serves: postal, else CEDEX, else INSEE; the département of a CEDEX code of no commune."""
        served: list[Place] = [*self._names.with_postcode(digits)]
        if served:
            return served
        is_cedex = digits in self._cedex
        commune = self._by_code(self._cedex.commune(digits) if is_cedex else digits)
        if commune is not None:
            return [commune]
        if not is_cedex:
            return []
        codes = (f"dep:{department}" for department in departments_of(digits))
        return [area for code in codes if (area := self._areas.get(code))]

    def _of_postcode(self, asked: Typed, territory: Territory) -> list[Candidate]:
        """Read a name beside a postal code; when they do not agree, both are proposed and neither is sure."""
        served = [place for place in self.of_five_digits(asked.digits) if isinstance(place, Commune)]
        sure = by_name_and_postcode(" ".join(asked.words), asked.digits, self._names)
        if sure is None and asked.digits in self._cedex and not self._names.with_postcode(asked.digits):
            sure = served[0] if served else None
        if sure is not None:
            return _whole([sure])
        begun = self._begun(" ".join(asked.words), asked.words, None, territory)
        inside = [each for each in begun if isinstance(each.place, Commune) and _serves(each.place, asked.digits)]
        if inside:
            return inside
        either = [*(each.place for each in begun), *served]
        return [Candidate(place, Kind.NEAR, UNSURE) for place in dict.fromkeys(either)]

    def _of_name(self, text: str, asked: Typed, territory: Territory) -> list[Candidate]:
        district = self._names.district(asked.words)
        if district is not None:
            return _whole([district])
        insee = self._by_code("".join(asked.words).upper()) if len(asked.words) == 1 and not asked.department else None
        if insee is not None:
            return _whole([insee])
        allowed = self._allowed(asked)
        named = self._named(asked, allowed)
        if asked.department and named:
            return named  # "Roure (06)", as the product writes it: nothing longer is meant
        found = [*named, *self._begun(text, asked.words, allowed, territory)]
        found += _whole(self._whole_areas(asked, found))
        if allowed is None:
            found += [Candidate(area, Kind.SHORT) for area in self._areas.begun(asked.words)]
        if found or allowed is None:
            return found
        elsewhere = self._begun(text, asked.words, None, territory)
        return [Candidate(each.place, Kind.NEAR, UNSURE) for each in elsewhere]

    def _whole_areas(self, asked: Typed, found: Sequence[Candidate]) -> list[Area]:
        """Return the areas of that name; one that is but a commune of the same name says nothing more than it."""
        if asked.digits:
            return self._areas.named([*asked.words, asked.digits])
        towns = {(each.place.population, _name_key(each.place.name)) for each in found if each.kind is Kind.WHOLE}
        return [
            area
            for area in self._areas.named(asked.words)
            if asked.department in ("", area.department) and (area.population, _name_key(area.name)) not in towns
        ]

    def _named(self, asked: Typed, allowed: Allowed | None) -> list[Candidate]:
        """Return the communes of that whole name, of today or of before a merger."""
        found = []
        for commune in self._names.exact(asked.words):
            kind = Kind.FORMER if self._names.is_former(asked.words, commune) else Kind.WHOLE
            if allowed is None or allowed[self._names.communes.position(commune.code)]:
                found.append(Candidate(commune, kind))
        return found

    def _begun(self, text: str, asked: Sequence[str], allowed: Allowed | None, territory: Territory) -> list[Candidate]:
        prefixes = _variants(text, asked)
        found = self._completion.beginning(prefixes, allowed, territory, MOST)
        if not found and without_article(asked) != tuple(asked):
            found = self._completion.beginning([" ".join(without_article(asked))], allowed, territory, MOST)
        return found or self._completion.otherwise(asked, allowed)

    def _allowed(self, asked: Typed) -> Allowed | None:
        """Return which communes have the département or the beginning of a postal code typed; None: all."""
        if not asked.department and not asked.digits:
            return None
        allowed = self._names.in_department(asked.department or asked.digits)
        if not asked.department:
            allowed = allowed.copy()
            allowed[self._names.postcode_begun(asked.digits)] = True
        return allowed


def ranked(found: Iterable[Candidate], territory: Territory) -> list[Candidate]:
    """Sort by likelihood, each place once, as the surest reading of it."""
    best: dict[Place, Candidate] = {}
    for candidate in found:
        known = best.get(candidate.place)
        if known is None or likelihood(candidate, territory) > likelihood(known, territory):
            best[candidate.place] = candidate
    return sorted(best.values(), key=lambda each: (-likelihood(each, territory), each.kind, each.place.code))


def _without_lead(text: str) -> str:
    """Return the text without the words that announce a place: "à Martigues", "ville d’Arles", "au Havre"."""
    folded = words(text)
    for lead in _LEADS:
        if len(folded) > len(lead) and all(
            word in _ELIDED.get(expected, {expected}) for word, expected in zip(folded, lead, strict=False)
        ):
            linked = folded[len(lead) - 1]
            rest = folded[len(lead) :]
            if "".join(rest).isdecimal():
                return text  # "Vers (71)"
            return " ".join([CONTRACTIONS[linked], *rest] if linked in CONTRACTIONS else rest)
    if len(folded) > 1 and folded[0] in ("au", "aux"):
        return " ".join([CONTRACTIONS[folded[0]], *folded[1:]])
    return text


def _without_cedex(asked: Typed) -> Typed:
    """Return what was typed without CEDEX and its number: "13 CEDEX 20", "Grenoble cedex 1"."""
    if "cedex" not in asked.words:
        return asked
    name = asked.words[: asked.words.index("cedex")]
    if arrondissement([*name, asked.digits]):
        return Typed((*name, asked.digits))
    # A number after CEDEX is no postal code; one before the name is.
    kept = asked.digits if len(asked.digits) == POSTCODE_LENGTH or not name else ""
    return Typed(name, kept, asked.department)


def _whole(places: Iterable[Place]) -> list[Candidate]:
    return [Candidate(place, Kind.WHOLE) for place in places]


def _name_key(name: str) -> str:
    """Return the folded form by which names are equal."""
    return " ".join(name_words(name))


def _lies_in(place: Place, area: Area) -> bool:
    if isinstance(place, Area):
        return place == area
    kind, _, code = area.code.partition(":")
    return code == {"dep": place.department, "reg": place.region, "epci": place.epci}[kind]


def _serves(commune: Commune, digits: str) -> bool:
    return digits in commune.postcodes or commune.department in departments_of(digits)


def _variants(text: str, asked: Sequence[str]) -> list[str]:
    """Return the name as read; and as typed when its last word may go on: "st" is Saint, or soon Strasbourg."""
    name = " ".join(asked)
    raw = words(text)
    begun = raw[-1] if raw and not text[-1:].isspace() else ""
    if begun and name_words(begun) != [begun] and " ".join(name_words(text)) == name:
        return [name, " ".join([*name_words(text)[:-1], begun])]
    return [name]
