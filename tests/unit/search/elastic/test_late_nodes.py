"""A node that learns late which index serves: nothing is lost, nothing is made, nothing serves twice."""

from collections.abc import Iterator

import pytest

from search.document import ResourceDocument
from search.elastic.engine import ElasticEngine
from search.elastic.names import Names
from search.port import SearchUnavailable
from tests.late_cluster import LateCluster

PREFIX = "late"
ROLES = {"live": Names(PREFIX).live, "previous": Names(PREFIX).previous, "building": Names(PREFIX).building}
BEFORE = 1
AFTER = 9


def document(number: int, *, seq: int = 1) -> ResourceDocument:
    return ResourceDocument(id=number, seq=seq, title="permis")


def engine_on(cluster: LateCluster) -> ElasticEngine:
    return ElasticEngine(cluster.clients(), prefix=PREFIX, pause=lambda _seconds: None)


def with_two_generations() -> tuple[LateCluster, ElasticEngine]:
    """Return a cluster whose live index was built after another, kept for a rollback; both hold fiche 1."""
    cluster = LateCluster()
    engine = engine_on(cluster)
    engine.rebuild([document(1)], cursor=BEFORE)
    engine.rebuild([document(1)], cursor=BEFORE)
    return cluster, engine


def named(cluster: LateCluster, role: str) -> list[str]:
    return [index for index, aliases in cluster.state.items() if ROLES[role] in aliases]


@pytest.mark.parametrize("late_bulks", [0, 1, 2])
def test_a_cursor_never_passes_a_document_that_its_own_index_lacks(late_bulks: int) -> None:
    cluster, engine = with_two_generations()
    cluster.late_turns = late_bulks
    cluster.fall_behind()
    engine.roll_back()
    cluster.asked_late = ("_bulk",)
    live = engine.status().generation
    engine.put([document(2, seq=2)], cursor=AFTER, since=BEFORE)
    assert engine.status().cursor == AFTER
    assert cluster.held_by(live) == {1, 2}


@pytest.mark.parametrize("late_bulks", [0, 1, 2])
def test_a_removal_reaches_the_index_whose_cursor_moves(late_bulks: int) -> None:
    cluster, engine = with_two_generations()
    cluster.late_turns = late_bulks
    cluster.fall_behind()
    engine.roll_back()
    cluster.asked_late = ("_bulk",)
    live = engine.status().generation
    engine.remove({1: 2}, cursor=AFTER, since=BEFORE)
    assert engine.status().cursor == AFTER
    assert cluster.held_by(live) == set()


def test_a_node_that_does_not_know_the_new_index_yet_moves_no_cursor() -> None:
    cluster, engine = with_two_generations()
    cluster.fall_behind()
    engine.rebuild([document(1)], cursor=BEFORE)
    cluster.asked_late = ("_bulk",)
    with pytest.raises(SearchUnavailable):
        engine.put([document(2, seq=2)], cursor=AFTER, since=BEFORE)
    assert engine.status().cursor == BEFORE
    cluster.asked_late = ()
    engine.put([document(2, seq=2)], cursor=AFTER, since=BEFORE)
    assert cluster.held_by(engine.status().generation) == {1, 2}


def test_what_a_late_node_believes_to_serve_never_moves_the_cursor_of_what_serves() -> None:
    cluster, engine = with_two_generations()
    cluster.fall_behind()
    engine.roll_back()
    live = engine.status().generation
    cluster.asked_late = ("_alias",)
    engine.put([document(2, seq=2)], cursor=AFTER, since=BEFORE)
    cluster.asked_late = ()
    assert engine.status().generation == live
    for index, about in cluster.documents[Names(PREFIX).state].items():
        assert about[1]["cursor"] == BEFORE or cluster.held_by(index) == {1, 2}


def test_documents_sent_again_move_no_cursor() -> None:
    cluster, engine = with_two_generations()
    engine.put([document(2, seq=2)], cursor=None)
    assert engine.status().cursor == BEFORE
    assert cluster.held_by(engine.status().generation) == {1, 2}


@pytest.mark.parametrize("gone", ["index", "cursors"])
def test_no_write_makes_an_index(gone: str) -> None:
    cluster, engine = with_two_generations()
    cluster.fall_behind()
    missing = engine.status().generation if gone == "index" else Names(PREFIX).state
    # Deleted by hand; the node that is asked for aliases has not heard of it.
    del cluster.state[missing]
    cluster.asked_late = ("_alias",)
    with pytest.raises(SearchUnavailable):
        engine.put([document(2, seq=2)], cursor=AFTER, since=BEFORE if gone == "index" else None)
    assert cluster.made_by_writes == []


def test_a_rebuild_decided_on_a_late_node_never_leaves_two_indices_serving() -> None:
    cluster, engine = with_two_generations()
    cluster.fall_behind()
    engine.roll_back()
    cluster.asked_late = ("_alias",)
    with pytest.raises(SearchUnavailable):
        engine.rebuild([document(1), document(3)], cursor=AFTER)
    assert len(named(cluster, "live")) == len(named(cluster, "previous")) == 1
    assert named(cluster, "building") == []


def test_a_first_build_on_a_late_node_takes_the_place_of_the_index_it_does_not_know() -> None:
    cluster = LateCluster()
    cluster.fall_behind()
    engine = engine_on(cluster)
    engine.rebuild([document(1)], cursor=BEFORE)
    cluster.asked_late = ("_alias",)
    engine.rebuild([document(1), document(3)], cursor=AFTER)
    assert len(named(cluster, "live")) == 1


def test_a_roll_back_decided_on_a_late_node_changes_nothing() -> None:
    cluster, engine = with_two_generations()
    cluster.fall_behind()
    engine.roll_back()
    before = dict(cluster.state)
    cluster.asked_late = ("_alias",)
    with pytest.raises(SearchUnavailable):
        engine.roll_back()
    assert cluster.state == before


def test_an_index_that_a_late_node_believes_unfinished_is_not_swept_while_it_serves() -> None:
    cluster, engine = with_two_generations()
    (live,) = named(cluster, "live")
    cluster.fall_behind()
    assert cluster.late_state is not None
    cluster.late_state[live] = cluster.late_state[live] - {ROLES["live"]} | {ROLES["building"]}
    cluster.asked_late = ("_alias",)

    def documents() -> Iterator[ResourceDocument]:
        assert named(cluster, "live") == [live]
        yield document(1)

    engine.rebuild(documents(), cursor=AFTER)
    assert len(named(cluster, "live")) == 1


def test_a_rebuild_whose_old_indices_cannot_be_deleted_is_done() -> None:
    cluster, engine = with_two_generations()
    cluster.refuses = ("DELETE",)
    engine.rebuild([document(1), document(3)], cursor=AFTER)
    assert cluster.held_by(engine.status().generation) == {1, 3}
    assert len(cluster.documents) == 4
    cluster.refuses = ()
    engine.rebuild([document(1)], cursor=AFTER)
    assert len(cluster.documents) == 3
