"""What the map beside the lines of an answer is told."""

from dataclasses import dataclass
from urllib.parse import urlencode

from directory.http.links import link
from directory.services.search.question import Question
from directory.services.search.results import ResultPage
from directory.web.search.bar import SEARCH


@dataclass(frozen=True, slots=True)
class MapView:
    """``query``: the search as the map asks for it; ``latitude``…: where the person is, empty when unknown.

    area_url   where a zone of the map is searched; empty for a map that shows its lines alone.
    """

    query: str
    latitude: str
    longitude: str
    radius_km: str
    area_url: str
    tiles_url: str = ""
    tiles_credit: str = ""


def map_of(page: ResultPage) -> MapView:
    """Return the map of one list, which finds the rest of its fiches as it moves."""
    question = page.question
    hidden = {name: values for name, values in question.asked.items() if name not in ("page", "taille", "tri", "bbox")}
    pairs = [(name, value) for name, values in hidden.items() for value in values]
    return _around(question, urlencode(pairs), link(SEARCH, question.asked, bbox=None))


def map_of_lines(page: ResultPage) -> MapView:
    """Return the map of a page of several lists: none of them is its question."""
    return _around(page.question, "", "")


def _around(question: Question, query: str, area_url: str) -> MapView:
    centre = question.place.centre if question.place is not None else None
    return MapView(
        query=query,
        latitude="" if centre is None else f"{centre.latitude:.5f}",
        longitude="" if centre is None else f"{centre.longitude:.5f}",
        radius_km=f"{question.radius_km:g}" if centre is not None and not _is_area(question) else "",
        area_url=area_url,
    )


def _is_area(question: Question) -> bool:
    return question.place is not None and question.place.area is not None
