"""The collections: fiches indexed as the product would, and the same fiches as the judges read them."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from bench.relevance.baseline import PlainText
from bench.relevance.judging import JudgedFiche, JudgedSet, Request, read_judged_set
from directory.demo import generate
from directory.domain.resource import Origin, Resource, SaveOrigin
from directory.domain.taxonomy import Taxonomy
from directory.services.fiches.tidying import Tidier
from directory.services.imports.drafts import content_of
from directory.services.index.documents import document_of
from fiche import codes
from importers.base import AcceptedRow
from importers.cells.codes import CLOSED_LISTS, KnownCodes, Vocabulary
from importers.files.reading import read_rows
from importers.registry import ImportContext, convert, format_of
from search.document import ResourceDocument
from search.places.gazetteer import default_gazetteer
from search.text.need_words import equal_expressions

JUDGEMENTS = Path(__file__).parent / "data"
SAMPLE = Path("../shared/samples/services_data_inclusion_v0_2022.json")
"""Seen from the root of the checkout."""
SAMPLE_FORMAT = "data-inclusion-v0"

TODAY = date(2026, 11, 23)
"""The day of every run, so that freshness and "ce soir" give the same ranking tomorrow."""
NOW = datetime(TODAY.year, TODAY.month, TODAY.day, 9, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Collection:
    """``grades``: for each request, the fiches that are worth something."""

    name: str
    judged: JudgedSet
    fiches: tuple[JudgedFiche, ...]
    documents: tuple[ResourceDocument, ...]
    texts: tuple[PlainText, ...]

    def grades(self, request: Request) -> dict[int, int]:
        return self.judged.grades(request, self.fiches)


def published_services(taxonomy: Taxonomy, sample: Path = SAMPLE) -> Collection:
    """Return the services published in 2022, imported as an administrator would; refused rows are left out.

    The judges read the raw row: its themes, not the needs that the import made of them.
    """
    mapping = format_of(SAMPLE_FORMAT)
    if mapping is None:
        raise LookupError(f"no import format {SAMPLE_FORMAT}")
    raw = {f"{row['source']}/{row['id']}": row for row in json.loads(sample.read_text(encoding="utf-8"))}
    context = ImportContext(default_gazetteer(), _known_codes(taxonomy), TODAY)
    tidier = Tidier(taxonomy, default_gazetteer())
    resources: list[Resource] = []
    fiches: list[JudgedFiche] = []
    for outcome in convert(read_rows(sample, sample.name), mapping.mapping, context):
        if not isinstance(outcome, AcceptedRow):
            continue
        identifier = len(resources) + 1
        content = tidier.tidy(content_of(outcome.draft))
        resources.append(Resource(identifier, 1, content, Origin(SaveOrigin.IMPORT, SAMPLE_FORMAT), NOW, NOW))
        row = raw[outcome.draft.source_id]
        fiches.append(
            JudgedFiche.of(
                identifier,
                title=row["nom"] or "",
                structure="",
                description=row["presentation_resume"] or "",
                towns=(),
                themes=row["thematiques"] or (),
            )
        )
    return _collection("services-2022", "services_2022.toml", fiches, resources, taxonomy)


def demonstration(taxonomy: Taxonomy) -> Collection:
    """Return the demonstration base; there, the judges trust the needs its authors gave each fiche."""
    resources = [
        Resource(
            identifier,
            1,
            fiche.content,
            Origin(SaveOrigin.DEMONSTRATION),
            NOW - timedelta(days=fiche.created_days_ago),
            NOW - timedelta(days=fiche.modified_days_ago),
            None if fiche.verified_days_ago is None else NOW - timedelta(days=fiche.verified_days_ago),
        )
        for identifier, fiche in enumerate(generate(today=TODAY, gazetteer=default_gazetteer()), 1)
    ]
    fiches = [
        JudgedFiche.of(
            one.id,
            title=one.content.title,
            structure=one.content.structure.name,
            description=one.content.description,
            towns=[place.commune_name for place in one.content.places],
            themes=one.content.needs,
        )
        for one in resources
    ]
    return _collection("demonstration", "demonstration.toml", fiches, resources, taxonomy)


def _collection(
    name: str, file: str, fiches: Iterable[JudgedFiche], resources: Sequence[Resource], taxonomy: Taxonomy
) -> Collection:
    return Collection(
        name,
        read_judged_set(JUDGEMENTS / file),
        tuple(fiches),
        tuple(document_of(one, seq=one.id, taxonomy=taxonomy, today=TODAY) for one in resources),
        tuple(_plain(one, taxonomy) for one in resources),
    )


def _plain(resource: Resource, taxonomy: Taxonomy) -> PlainText:
    content = resource.content
    needs = [taxonomy.needs[code] for code in content.needs if code in taxonomy.needs]
    labels = [taxonomy.families[code].label for code in content.families if code in taxonomy.families]
    for need in needs:
        labels += [need.label, *equal_expressions(need.search_words)]
    body = [
        content.description,
        content.audience_text,
        content.access_text,
        content.mobilisation_text,
        content.cost_text,
        content.documents_to_bring,
        *(codes.AUDIENCES.get(code, "") for code in content.audiences),
        *(place.commune_name for place in content.places),
    ]
    return PlainText(resource.id, content.title, content.structure.name, "\n".join(labels), "\n".join(body))


def _known_codes(taxonomy: Taxonomy) -> KnownCodes:
    lists = {
        "needs": Vocabulary({code: need.label for code, need in taxonomy.needs.items()}),
        "families": Vocabulary({code: family.label for code, family in taxonomy.families.items()}),
    }
    return KnownCodes({**CLOSED_LISTS, **lists}, {code: need.family for code, need in taxonomy.needs.items()})
