"""Questions asked with a commune, as an advisor always has one, and names of structures."""

import tomllib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import fmean

from bench.relevance.corpora import JUDGEMENTS, Collection
from bench.relevance.judging import RIGHT, JudgedFiche, folded
from bench.relevance.ranking import Searcher
from search.places.commune import Commune
from search.places.gazetteer import default_gazetteer
from search.query import Around, Hit, Point, SearchAnswer
from search.text.analysis import stems

FILE = JUDGEMENTS / "placed.toml"
LINES = 8
"""Lines of the main list of which an advisor wants most."""
FIRST_LINES = 3
EVERY_NAME = 12
"""One whole name in so many is asked, from the place of the structure."""


@dataclass(frozen=True, slots=True)
class Placed:
    """A question: what is typed, the door that it asks for, the commune of the person."""

    text: str
    door: str
    commune: Commune


@dataclass(frozen=True, slots=True)
class Judged:
    """What the first lines of the main list are worth.

    wanted   share of the first eight that a reader of the question wants, near doors included; None without a line.
    helps    one of the first three is the right door.
    """

    question: Placed
    wanted: float | None
    helps: bool
    titles: tuple[str, ...]


def read_placed(path: Path = FILE) -> tuple[Placed, ...]:
    """Return the questions of the file. Raises KeyError for a commune that the gazetteer does not know."""
    found = tomllib.loads(path.read_text(encoding="utf-8"))
    return tuple(
        Placed(text, door, _commune(town))
        for door, asked in found["asked"].items()
        for text, town in (line.rsplit(" @ ", 1) for line in asked)
    )


def _commune(name: str) -> Commune:
    """Return the largest commune of that name; an arrondissement never."""
    communes = [commune for commune in default_gazetteer().named(name) if not commune.parent]
    if not communes:
        raise KeyError(name)
    return max(communes, key=lambda commune: commune.population)


def around(commune: Commune) -> Around:
    """Return the commune with twenty kilometres around it, as the page asks for it."""
    gazetteer = default_gazetteer()
    centre = Point(commune.latitude, commune.longitude) if commune.latitude is not None else None
    members, town = frozenset(gazetteer.members(commune.code)), " ".join(stems(commune.name))
    return Around(members, gazetteer.chain(commune.code), centre, town=town)


def judge(collection: Collection, ours: Searcher, questions: Iterable[Placed]) -> Iterator[Judged]:
    """Yield what the page would show first for each question."""
    fiches = {fiche.id: fiche for fiche in collection.fiches}
    for question in questions:
        door = collection.judged.doors[question.door]
        hits = ours.answer(question.text, around(question.commune)).hits[:LINES]
        grades = [door.grade(fiches[hit.id]) for hit in hits]
        yield Judged(
            question,
            fmean(grade > 0 for grade in grades) if grades else None,
            RIGHT in grades[:FIRST_LINES],
            tuple(f"{grade} {fiches[hit.id].title}" for grade, hit in zip(grades, hits, strict=True)),
        )


def names(collection: Collection, ours: Searcher) -> Iterator[tuple[str, bool]]:
    """Yield each name asked and whether the first line is of that structure: whole names, then bodies by commune."""
    fiches = {fiche.id: fiche for fiche in collection.fiches}
    documents = {document.id: document for document in collection.documents}
    labels = sorted({document.structure_label: document for document in collection.documents}.items())
    for label, document in labels[::EVERY_NAME]:
        code = next((place.commune for place in document.places if place.commune), "")
        commune = default_gazetteer().get(code)
        if commune is not None:
            first = _first(ours.answer(label, around(commune)))
            yield f"{label} @ {commune.name}", first is not None and documents[first].structure_label == label
    for typed, beginning in tomllib.loads(FILE.read_text(encoding="utf-8"))["structures"].items():
        for commune in _towns(collection.fiches, beginning):
            first = _first(ours.answer(typed, around(commune)))
            is_own = first is not None and _is_of(fiches[first], beginning, commune)
            yield f"{typed} @ {commune.name}", is_own


def _first(answer: SearchAnswer) -> int | None:
    hits: Sequence[Hit] = answer.hits
    return hits[0].id if hits else None


def _is_of(fiche: JudgedFiche, beginning: str, commune: Commune) -> bool:
    return fiche.structure.startswith(beginning) and folded(commune.name) in fiche.towns


def _towns(fiches: Iterable[JudgedFiche], beginning: str) -> list[Commune]:
    """Return the communes, arrondissements left out, that hold a structure whose name begins so."""
    towns = sorted({fiche.towns for fiche in fiches if fiche.structure.startswith(beginning) and fiche.towns})
    found = (default_gazetteer().named(town) for town in towns)
    return [communes[0] for communes in found if len(communes) == 1 and not communes[0].parent]


def placed_lines(collection: Collection, ours: Searcher, worst: int = 15) -> Iterator[str]:
    """Yield the figures of the questions asked with a commune, then the worst of them."""
    judged = list(judge(collection, ours, read_placed()))
    shares = [one.wanted for one in judged if one.wanted is not None]
    empty = len(judged) - len(shares)
    yield f"with a commune: {len(judged)} questions, {empty} with an empty main list"
    yield f"  first {LINES} lines of the main list that are wanted: {fmean(shares):.3f}"
    yield f"  a right door in the first {FIRST_LINES} lines: {fmean(one.helps for one in judged):.3f}"
    asked = list(names(collection, ours))
    yield f"names of structures: {len(asked)}, own structure first: {fmean(is_own for _, is_own in asked):.3f}"
    for text, is_own in asked:
        if not is_own:
            yield f"  not first: {text}"
    for one in sorted(judged, key=lambda one: (1.0 if one.wanted is None else one.wanted, one.question.text))[:worst]:
        yield f"« {one.question.text} » @ {one.question.commune.name}, {one.question.door}"
        yield from (f"    {title}" for title in one.titles)
