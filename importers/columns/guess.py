"""The field that each column of an unknown table is: a score from 0 to 1 with its reasons, nothing under a half."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from importers.cells.codes import KnownCodes
from importers.columns.contents import Contents, Measuring
from importers.columns.fits import fit_of
from importers.columns.names import CATEGORY, IDENTIFIER, NO_FIELD, POINT, WHOLE_ADDRESS, likeness_of, parts_of
from importers.columns.pairs import CoordinatePair, pairs_among
from importers.formats.fields import FIELDS, PLACE_FIELDS
from search.places.gazetteer import Gazetteer
from search.text.french import DAYS, NBSP, percent

ENOUGH = 0.5
SAMPLE_ROWS = 2_000
HOURS = "horaires"
TARGETS = (*FIELDS, *PLACE_FIELDS, HOURS, IDENTIFIER, CATEGORY, POINT, WHOLE_ADDRESS)
_SEVERAL = frozenset((HOURS, "complement_d_adresse"))
_ELSE: Mapping[str, str] = {
    "telephone": "telephone_2", "site": "lien", "lien": "site", "adresse": "complement_d_adresse", CATEGORY: "besoins",
    "besoins": CATEGORY,
}  # fmt: skip
"""Where a second column of the same kind goes."""
_NUMBERS = 0.8
_STRUCTURE_ELSEWHERE = frozenset(
    (("structure", "id"), ("id", "structure"), ("structure",), ("structure", "nom"), ("nom", "structure"))
)
_PLAIN_NAMES = frozenset((("nom",), ("name",), ("libelle",), ("intitule",)))


@dataclass(frozen=True, slots=True)
class Guess:
    """What a column is thought to be.

    field     French name of a field of mappings, ``identifiant``, ``categorie`` (what decides the needs), ``point`` or
              ``adresse_entiere``; empty when nothing is proposed.
    detail    day of a column of hours, projection of a coordinate.
    rival     the field that another column fills better: both have to be shown.
    values    three of its cells.
    """

    column: str
    field: str = ""
    score: float = 0.0
    reasons: tuple[str, ...] = ()
    values: tuple[str, ...] = ()
    detail: str = ""
    rival: str = ""


@dataclass(slots=True)
class _Column:
    title: str
    contents: Contents
    scores: dict[str, tuple[float, tuple[str, ...]]] = field(default_factory=dict)
    detail: str = ""


def guess_columns(
    header: Sequence[str], rows: Sequence[Mapping[str, str]], gazetteer: Gazetteer, known: KnownCodes
) -> tuple[Guess, ...]:
    """Return a guess for each column, in the order of the header.

    rows   some of the file, at most ``SAMPLE_ROWS`` are looked at.
    """
    cells = [[row.get(title, "") for row in rows[:SAMPLE_ROWS]] for title in header]
    measuring = Measuring(gazetteer, known)
    columns = [_Column(title, measuring.measure(each)) for title, each in zip(header, cells, strict=True)]
    for rank, column in enumerate(columns):
        column.scores = _scores(column, rank)
    _pair_up(columns, cells)
    _tell_service_from_structure(columns)
    return _settled(columns)


def _scores(column: _Column, rank: int) -> dict[str, tuple[float, tuple[str, ...]]]:
    names = likeness_of(column.title)
    day = _day_of(column.title)
    if day and (column.contents.share("day_hours") + column.contents.share("time") >= 0.3 or not column.contents.cells):
        column.detail = day
        return {HOURS: (0.9, (f"s’appelle «{NBSP}{column.title}{NBSP}» et contient des heures",))}
    none = names.get(NO_FIELD, 0.0)
    scores = {}
    for target in TARGETS:
        likeness = names.get(target, 0.0)
        fit = fit_of(target, column.contents, likeness, rank)
        score = _score(likeness, fit.share, fit.enough, fit.decides, column.contents.cells)
        if none > likeness:
            score -= 0.6 * (none - max(0.0, likeness - 0.35))
        if score >= ENOUGH:
            scores[target] = (min(1.0, score), _reasons(column.title, likeness, fit.said))
    return scores


def _score(likeness: float, share: float, enough: float, decides: float, cells: int) -> float:
    """Put a title and contents together.

    share     of the cells that fit, ``enough`` of them being what this field asks.
    decides   how far contents alone go; a title alone stays under 0.9, and under a half when contents say otherwise.
    """
    if not cells:
        return 0.7 * likeness
    fits = min(1.0, share / enough) if enough else 1.0
    if share >= enough:
        return max(
            decides * (0.85 + 0.15 * share) + (1 - decides) * likeness * 0.9,
            0.62 * likeness + 0.3 * fits * (likeness > 0),
        )
    if enough and fits < 0.5:
        return min(0.49, 0.6 * likeness)
    return 0.5 * likeness + 0.25 * fits


def _reasons(title: str, likeness: float, said: str) -> tuple[str, ...]:
    named = f"s’appelle «{NBSP}{title}{NBSP}»" if likeness >= 0.6 else ""
    return tuple(filter(None, (named, said)))


def _day_of(title: str) -> str:
    days = [
        day
        for day in DAYS
        for part in parts_of(title)
        if part == day or (part == day[:3] and len(parts_of(title)) <= 2)
    ]
    return days[0] if len(set(days)) == 1 else ""


def _pair_up(columns: list[_Column], cells: Sequence[Sequence[str]]) -> None:
    """Latitude and longitude are found together: a lone number is neither."""
    numeric = [
        rank
        for rank, each in enumerate(columns)
        if each.contents.share("number") >= _NUMBERS and not _is_identity(each)
    ]
    pairs = sorted(pairs_among(cells, numeric), key=lambda pair: -_named(columns, pair))
    for each in columns:
        each.scores.pop("latitude", None)
        each.scores.pop("longitude", None)
    for rank, pair in enumerate(pairs):
        metres = pair.projection
        for target, index in (("latitude", pair.latitude), ("longitude", pair.longitude)):
            likeness = likeness_of(columns[index].title).get(target, 0.0)
            where = f"{percent(pair.share)} des couples de nombres sont en France" + (f" ({metres})" if metres else "")
            score = min(1.0, 0.8 + 0.2 * likeness) - 0.25 * rank - 0.02 * bool(metres)
            columns[index].scores = {target: (score, _reasons(columns[index].title, likeness, where))}
            columns[index].detail = metres


def _named(columns: Sequence[_Column], pair: CoordinatePair) -> float:
    """Degrees before metres, then the pair whose titles say so."""
    told = sum(
        max(likeness_of(columns[index].title).get(name, 0.0) for name in ("latitude", "longitude"))
        for index in (pair.latitude, pair.longitude)
    )
    return told - 3 * bool(pair.projection)


def _tell_service_from_structure(columns: Sequence[_Column]) -> None:
    """Where another column names the structure or its key, a plain "nom" is that of the service."""
    if not any(parts_of(each.title) in _STRUCTURE_ELSEWHERE for each in columns):
        return
    for each in columns:
        if parts_of(each.title) in _PLAIN_NAMES and "structure" in each.scores:
            score, reasons = each.scores.pop("structure")
            each.scores["titre_du_service"] = (max(score, each.scores.get("titre_du_service", (0.0, ()))[0]), reasons)


def _is_identity(column: _Column) -> bool:
    return any(
        name in ("siret", "code_postal", "code_insee") and score > 0.8 for name, (score, _) in column.scores.items()
    )


def _settled(columns: Sequence[_Column]) -> tuple[Guess, ...]:
    """Give each field to the column that says it best, and each column one field."""
    guesses = [Guess(each.title, values=each.contents.examples, detail=each.detail) for each in columns]
    taken: Counter[str] = Counter()
    offers = sorted(
        ((score, -rank, target) for rank, each in enumerate(columns) for target, (score, _) in each.scores.items()),
        reverse=True,
    )
    for score, minus_rank, target in offers:
        rank = -minus_rank
        if guesses[rank].field:
            continue
        wanted = target
        if taken[wanted] and wanted not in _SEVERAL:
            guesses[rank] = replace(guesses[rank], rival=guesses[rank].rival or wanted)
            wanted = _ELSE.get(wanted, "")
            if not wanted or (taken[wanted] and wanted not in _SEVERAL):
                continue
            score -= 0.05
        best = max(given for given, _ in columns[rank].scores.values())
        # What a column says best is taken by another: its second choice must be nearly as good to be worth a word.
        if score < ENOUGH or (wanted == target and score < best - 0.2):
            continue
        taken[wanted] += 1
        guesses[rank] = replace(
            guesses[rank], field=wanted, score=round(score, 2), reasons=columns[rank].scores[target][1], rival=""
        )
    return tuple(guesses)
