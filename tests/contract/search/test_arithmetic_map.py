"""The map and drawn areas over the arithmetic corpus, the same to each engine."""

from dataclasses import replace

from search import criteria as c
from search.places.geometry import quantise_longitude
from search.port import SearchEngine
from search.query import Box, SearchQuery
from search.reference import ReferenceEngine
from tests.contract.search.arithmetic import (
    CENTRE,
    DEGREE_KM,
    NOW,
    NUMBERS,
    SIZE,
    ask,
    document,
    ids,
    numbers,
    pointed,
)


def test_a_drawn_area_restricts_the_main_list_and_the_map(engine: SearchEngine) -> None:
    box = Box(43.4, 4.9, CENTRE.latitude + 10.5 / DEGREE_KM, 5.1)
    assert ids(ask(engine, box=box)) == numbers(lambda n: n <= 10 and pointed(n))
    answer = engine.points(SearchQuery(instant=NOW, box=box), Box(43, 4, 44, 6), 9)
    assert {point.id for point in answer.points} == numbers(lambda n: n <= 10 and pointed(n))


def test_what_is_a_hair_outside_an_area_is_counted_nowhere(engine: SearchEngine) -> None:
    # Points are on a grid: all of these are just west of five degrees.
    for box in (Box(40, 5.0, 50, 6), Box(40, 4.99999999, 50, 5.0)):
        for criteria in ((), (c.Reception(("sur-place",)), c.Cost(("gratuit",)))):
            answer = ask(engine, box=box, criteria=criteria)
            assert (answer.total, {name: counts for name, counts in answer.facets.items() if counts}) == (0, {})
    edge = quantise_longitude(5.0)
    on_it = ask(engine, box=Box(40, edge, 50, edge))
    assert ids(on_it) == numbers(pointed)


def test_the_map_counts_every_fiche_once_when_there_are_many(engine: SearchEngine) -> None:
    answer = engine.points(SearchQuery(instant=NOW), Box(40, 0, 50, 10), 7)
    assert answer.total == len(numbers(pointed)) == len(answer.points)


def test_clusters_count_each_fiche_once_a_tile(engine: SearchEngine) -> None:
    # Every fiche again, twice as many times as the map shows points, a little further east each time.
    copies = [
        replace(
            document(n),
            id=copy * SIZE + n,
            places=tuple(
                replace(place, longitude=place.longitude and quantise_longitude(place.longitude + copy / 100))
                for place in document(n).places
            ),
        )
        for copy in range(3)
        for n in NUMBERS
    ]
    reference = ReferenceEngine()
    reference.rebuild(copies, cursor=1)
    engine.rebuild(copies, cursor=1)
    for box, zoom in ((Box(40, 0, 50, 10), 7), (Box(43.3, 4.9, 45.1, 5.015), 9), (Box(-90, -180, 90, 180), 2)):
        answer = engine.points(SearchQuery(instant=NOW), box, zoom)
        assert answer == reference.points(SearchQuery(instant=NOW), box, zoom)
        assert answer.points == () and answer.clusters
    whole = engine.points(SearchQuery(instant=NOW), Box(-90, -180, 90, 180), 2)
    assert sum(cluster.total for cluster in whole.clusters) == whole.total == 3 * len(numbers(pointed))
    engine.rebuild((document(n) for n in NUMBERS), cursor=7)
