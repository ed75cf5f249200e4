"""A fiche as the document that engines index: the one place where the two meet."""

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from typing import NamedTuple
from zoneinfo import ZoneInfo

from directory.domain.lines import DESCRIPTION, texts_of
from directory.domain.resource import Resource, missing_fields
from directory.domain.taxonomy import Taxonomy
from directory.services.hours.intervals import openings
from fiche.codes import Reception
from fiche.content import Content
from search.document import NEVER, NO_END, NO_START, OPEN_HORIZON_DAYS, IndexedPlace, ResourceDocument
from search.places.commune import department_of, timezone
from search.text.analysis import joined, stems_of, words, words_of_each
from search.text.need_words import equal_expressions
from search.text.phones import phones_in
from search.text.saved import marks_of

UNCLEAR_RECEPTION = (Reception.ON_SITE.value,)
"""A fiche that does not say how it receives people counts as receiving them on site."""


def document_of(resource: Resource, *, seq: int, taxonomy: Taxonomy, today: date) -> ResourceDocument:
    """Return the document of a published fiche; its opening intervals start the day before ``today``.

    seq   number of the change log that made it necessary.
    """
    content = resource.content
    commune = content.home_commune
    zone = timezone(commune)
    valid_from, valid_to = _valid_minutes(content, zone)
    needs, alone, families = _classified(content, taxonomy)
    texts = _texts(content, taxonomy, needs, alone)
    hours = openings(
        content.hours, content.closures, department_of(commune), today - timedelta(days=1), OPEN_HORIZON_DAYS
    )
    return ResourceDocument(
        id=resource.id,
        seq=seq,
        title=_field(texts.title),
        needs_text=joined([*(value.stems for value in texts.needs), *texts.search_words]),
        structure=_field(texts.structure),
        body=_field(texts.body),
        marks=_marks(content, texts),
        words=_vocabulary(texts),
        title_key=" ".join(texts.title[0].words),
        structure_key=texts.structure[0].stems,
        service_label=content.title,
        structure_label=content.structure.name,
        parts=tuple(sorted({taxonomy.families[code].part for code in families})),
        families=families,
        families_alone=tuple(code for code in alone if not _has_need_of(taxonomy, needs, code)),
        needs=needs,
        audiences=tuple(sorted(content.audiences)),
        access_modes=tuple(sorted(content.access_modes)),
        mobilisations=tuple(sorted(content.mobilisations)),
        costs=tuple(sorted(content.costs)),
        receptions=tuple(sorted(content.receptions)) or UNCLEAR_RECEPTION,
        languages=tuple(sorted(content.languages)),
        accessibilities=tuple(sorted(content.accessibilities)),
        networks=tuple(sorted(content.structure.networks)),
        institution=(content.institution,) if content.institution else (),
        sources=(resource.origin.source,) if resource.origin.source else (),
        areas=tuple(sorted(content.service_areas)),
        places=tuple(IndexedPlace(p.latitude, p.longitude, p.commune_code) for p in content.places),
        timezone=zone,
        open_minutes=hours.open,
        possible_minutes=hours.possible,
        valid_from=valid_from,
        valid_to=valid_to,
        verified_at=NEVER if resource.verified_at is None else int(resource.verified_at.timestamp()),
        modified_at=int(resource.modified_at.timestamp()),
        complete=not missing_fields(content),
        identifiers=_identifiers(content),
    )


def _classified(content: Content, taxonomy: Taxonomy) -> tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]:
    """Return the needs of today, the families given without a need, and all families, each in order."""
    needs = tuple(sorted({need.code for code in content.needs if (need := taxonomy.current_need(code))}))
    alone = tuple(sorted({family.code for code in content.families if (family := taxonomy.current_family(code))}))
    return needs, alone, tuple(sorted({taxonomy.needs[code].family for code in needs} | set(alone)))


def _valid_minutes(content: Content, zone: str) -> tuple[int, int]:
    """Return the epoch minutes between which the fiche is valid, its last day included."""
    first, last = content.valid_from, content.valid_to
    return (
        NO_START if first is None else _minute(first, zone),
        NO_END if last is None else _minute(last + timedelta(days=1), zone),
    )


class _Analysed(NamedTuple):
    """A value of a text field: its folded words, and its stems joined by blanks."""

    words: tuple[str, ...]
    stems: str


class _Texts(NamedTuple):
    """What each text field is made of, value by value. ``search_words``: the stems of those of each need."""

    title: list[_Analysed]
    needs: list[_Analysed]
    search_words: list[str]
    structure: list[_Analysed]
    body: list[_Analysed]


def _analyse(text: str) -> _Analysed:
    return _analysed(words(text))


def _analysed(folded: list[str]) -> _Analysed:
    return _Analysed(tuple(folded), " ".join(stems_of(folded)))


# Labels, towns and structures come back in thousands of fiches.
_analyse_label = lru_cache(maxsize=50_000)(_analyse)


@lru_cache(maxsize=5_000)
def _stems_of_equal(search_words: tuple[str, ...]) -> str:
    """Return the stems of the search words of a need, a dozen of them and the same for each of its fiches."""
    return joined(_analyse(said).stems for said in equal_expressions(search_words))


# Labels of codes (publics, languages…) are facets: as text, "RSA" would find every fiche for those on minimum benefits.
def _texts(content: Content, taxonomy: Taxonomy, needs: tuple[str, ...], alone: tuple[str, ...]) -> _Texts:
    labels = [taxonomy.needs[code].label for code in needs] + [taxonomy.families[code].label for code in alone]
    towns = sorted({place.commune_name for place in content.places if place.commune_name})
    written = (
        content.description,
        content.audience_text,
        content.access_text,
        content.mobilisation_text,
        content.cost_text,
    )
    title, *body = map(_analysed, words_of_each([content.title, *filter(None, written)]))
    return _Texts(
        title=[title],
        needs=list(map(_analyse_label, labels)),
        search_words=[_stems_of_equal(taxonomy.needs[code].search_words) for code in needs],
        structure=[_analyse_label(content.structure.name)],
        body=body + list(map(_analyse_label, towns)),
    )


def _marks(content: Content, texts: _Texts) -> str:
    # Without a description, nothing is shown in part.
    if not content.description:
        return ""
    terms = (content.audience_text, content.access_text, content.mobilisation_text, content.cost_text)
    said = texts_of(content.title, content.structure.name, content.description, *terms)
    values = (*texts.title, *texts.structure, *texts.body[: len(said) - 2])
    return marks_of(said, [value.words for value in values], DESCRIPTION)


def _field(values: Iterable[_Analysed]) -> str:
    return joined([value.stems for value in values])


def _vocabulary(texts: _Texts) -> tuple[str, ...]:
    """Return the distinct words of what is written in the fiche: search words would hide its own typos."""
    written = texts.title + texts.needs + texts.structure + texts.body
    return tuple(sorted(set().union(*(value.words for value in written))))


def _has_need_of(taxonomy: Taxonomy, needs: tuple[str, ...], family: str) -> bool:
    return any(taxonomy.needs[code].family == family for code in needs)


def _minute(day: date, zone: str) -> int:
    """Return the epoch minute at which a day begins on the place's clock."""
    return int(datetime.combine(day, time(), ZoneInfo(zone)).timestamp()) // 60


def _identifiers(content: Content) -> tuple[str, ...]:
    phones = (each.number for text in (content.phone, content.second_phone) for each in phones_in(text))
    return tuple(sorted({value for value in (content.structure.siret, *phones) if value}))
