"""What a dry run lets see: a map of the places of the file, twenty of its fiches as they will look."""

from dataclasses import dataclass

from directory.domain.imports import Batch
from directory.http.request import current_services
from directory.services.imports.reports import ImportReport
from directory.web.imports.drawn_map import DrawnMap, drawn_map
from directory.web.writing.value_words import ValueWords
from fiche.content import FIELDS, Content
from search.text.french import counted, number_in_words

SHOWN_FIELDS = (
    "needs", "audiences", "access_modes", "costs", "phone", "email", "website", "places", "hours", "description"
)  # fmt: skip


SHOWN_CREATED = 20
"""Fiches that the page lists as created."""


@dataclass(frozen=True, slots=True)
class FicheView:
    """A fiche as it will look: ``facts`` are a label and lines."""

    line: int
    title: str
    structure: str
    facts: tuple[tuple[str, tuple[str, ...]], ...]


@dataclass(frozen=True, slots=True)
class SampleView:
    """``alt`` says the map in words; ``placed`` what it shows; ``part``: of what, when it is not of the whole file.

    has_created   whether all that the page would list as created is among ``fiches``.
    """

    fiches: tuple[FicheView, ...]
    map: DrawnMap | None
    alt: str
    placed: str
    part: str
    has_created: bool


def sample_view(batch: Batch, report: ImportReport) -> SampleView | None:
    services = current_services()
    found = services.imports.sample(batch, frozenset(each.line for each in report.created))
    if found is None or not found.rows:
        return None
    words = ValueWords(services.words.current(), services.places)
    drawing = drawn_map(found.spots)
    rough = sum(each.is_rough for each in found.spots)
    said = [
        counted(len(found.spots) - rough, "lieu à son adresse ou à sa rue", "lieux à leur adresse ou à leur rue"),
        counted(rough, "au centre de sa commune", "au centre de leur commune") if rough else "",
        counted(found.unplaced, "lieu inconnu", "lieux inconnus") if found.unplaced else "",
        counted(drawing.far, "hors du cadre", "hors du cadre") if drawing is not None and drawing.far else "",
    ]
    return SampleView(
        tuple(_fiche(line, content, words) for line, content in found.fiches),
        drawing,
        "Carte des lieux du fichier" + (f", surtout à {', '.join(found.communes)}" if found.communes else ""),
        ", ".join(each for each in said if each) + ".",
        "" if found.is_whole else f"D’après {number_in_words(found.rows)} lignes prises dans tout le fichier\u00a0: ",
        {each.line for each in report.created[:SHOWN_CREATED]} <= {line for line, _ in found.fiches},
    )


def _fiche(line: int, content: Content, words: ValueWords) -> FicheView:
    facts = ((FIELDS[name].label, words.lines(name, content)) for name in SHOWN_FIELDS)
    return FicheView(
        line, content.title, content.structure.name, tuple((label, lines) for label, lines in facts if lines)
    )
