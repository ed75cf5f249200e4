"""Story 27: a base that stops half way gives no file that looks whole."""

from collections.abc import Callable

import pytest
from sqlalchemy.exc import OperationalError

from directory.domain.actors import Actor, ActorKind
from directory.http.request import SERVICES
from directory.services.exports import behind, writing
from directory.services.exports.behind import ExportWork
from directory.services.exports.formats import EXPORT_FORMATS
from directory.store.resources import ResourceRepository
from tests.accounts import Team
from tests.site import Site
from tests.web.exports.test_kept import asked, team, who, work

__all__ = ["team", "work"]


@pytest.fixture
def stops(monkeypatch: pytest.MonkeyPatch) -> Callable[[], None]:
    """Return what makes the base stop at the second slice of a file."""

    def stop() -> None:
        read = ResourceRepository.published_after
        monkeypatch.setattr(writing, "SLICE", 2)

        def published_after(self: ResourceRepository, after_id: int, *, limit: int) -> object:
            if after_id:
                raise OperationalError("SELECT", {}, OSError("disk I/O error"))
            return read(self, after_id, limit=limit)

        monkeypatch.setattr(ResourceRepository, "published_after", published_after)

    return stop


@pytest.mark.parametrize("form", [form for form in EXPORT_FORMATS if form != "xlsx"])
def test_a_download_that_fails_is_broken_off_and_never_ended(
    own_site: Site, team: Team, stops: Callable[[], None], form: str
) -> None:
    reader = who(own_site, team, "lea", "cd13")
    stops()
    # What raises while it is sent ends no answer: the server closes the connection in the middle of it.
    with pytest.raises(OperationalError):
        reader.get(f"/exporter?format={form}")


def test_a_file_is_sent_while_it_is_written_and_says_how_many_it_holds(own_site: Site, team: Team) -> None:
    answer = who(own_site, team, "lea", "cd13").get("/exporter?format=csv", buffered=False)
    assert (answer.headers["X-Total-Count"], "Content-Length" in answer.headers) == ("7", False)
    assert len(answer.get_data().splitlines()) >= 8


def test_the_file_of_the_night_stays_until_the_next_one_is_whole(
    own_site: Site, team: Team, work: ExportWork, stops: Callable[[], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(behind, "EXPORT_FORMATS", {"csv": EXPORT_FORMATS["csv"]})
    work.nightly()
    reader = who(own_site, team, "lea", "cd13")
    before = reader.get("/exporter/nuit/csv").get_data()
    stops()
    with pytest.raises(OperationalError):
        work.nightly()
    after = reader.get("/exporter/nuit/csv")
    assert (after.status_code, after.get_data()) == (200, before)
    assert after.content_length == len(before)


def test_a_file_asked_for_that_fails_is_not_there_to_take(
    own_site: Site, team: Team, work: ExportWork, stops: Callable[[], None]
) -> None:
    kept = own_site.app.extensions[SERVICES].exports.kept
    actor = Actor(ActorKind.ACCOUNT, team.person("sam", "cd13").id, institution="cd13")
    number = kept.ask(actor, EXPORT_FORMATS["csv"])
    stops()
    with pytest.raises(OperationalError):
        asked(own_site, work)
    assert kept.get(actor, number).ready_at is None


def test_an_answer_that_the_end_of_the_connection_ends_has_its_length(own_site: Site, team: Team) -> None:
    """Over HTTP/1.0, broken off would look whole."""
    old = {"SERVER_PROTOCOL": "HTTP/1.0"}
    answer = who(own_site, team, "lea", "cd13").get("/exporter?format=csv", environ_overrides=old)
    assert answer.content_length == len(answer.get_data())
