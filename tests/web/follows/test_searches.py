"""A search followed: what is kept of it, and the mail of what came, left or changed in it."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import text

from directory.domain.accounts.account import Account
from directory.domain.accounts.messages import MessageKind
from directory.domain.follows import MOST_LINES, MOST_SEEN, Rhythm
from directory.services.follows import searches as followed
from directory.services.follows.digests import DigestCount, FollowDigests
from directory.services.follows.gathering import Gatherer
from directory.services.follows.searches import FollowedSearches
from directory.services.work.jobs import MOST_ATTEMPTS, JobService
from fiche.codes import MERGED
from search.places.clock import local_day
from search.port import SearchUnavailable
from tests.accounts import Clock, Team
from tests.fiches import fiche
from tests.site import CRECHE, PERMIT, PERMIT_FAR, PERMIT_SILENT, BrokenEngine, Site
from tests.web.accounts.test_pages import send, sign_in, text_of
from tests.web.follows.mailed import PUBLIC, Followers

PERMITS = "besoin=mobilite-permis&commune=13004"
LABEL = "«\u00a0Passer son permis de conduire · Arles (13), 20 km\u00a0»"


def kept_queries(site: Site) -> Sequence[str]:
    with site.database.read() as uow:
        rows = uow.connection.execute(text("SELECT query FROM follow WHERE query != '' ORDER BY id"))
        return list(rows.scalars())


@pytest.fixture
def both_moved(lea: Account, followers: Followers) -> None:
    """A search and a fiche followed by Léa, and a change of that fiche."""
    followers.follow_search(lea, PERMITS)
    followers.follow(lea, PERMIT_FAR)
    followers.revise(PERMIT_FAR, phone="04 91 00 00 77")


def test_a_search_is_followed_and_left_where_its_results_are(site: Site, lea: Account) -> None:
    client, path = site.client, f"/recherche?{PERMITS}&tri=nom&page=1"
    assert "Suivre cette recherche" not in text_of(client.get(path))
    sign_in(client, lea)
    assert '<button class="link">Suivre cette recherche' in text_of(client.get(path))
    answer = send(client, "/suivis/recherches", path, recherche=PERMITS, suite=path)
    assert (answer.status_code, answer.headers["Location"]) == (303, f"{path}#suivre")
    # Written otherwise, it is the same search.
    for same in (path, "/recherche?lieu=Arles&besoin=mobilite-permis&rayon=20&correction=oui&sans_doublons=non"):
        assert "Vous suivez cette recherche" in text_of(client.get(same))
    send(client, "/suivis/recherches", path, recherche=f"rayon=20&{PERMITS}&besoin=mobilite-permis")
    assert kept_queries(site) == [PERMITS]
    listed = text_of(client.get("/suivis"))
    assert "1&nbsp;recherche suivie<" in listed and "Passer son permis de conduire · Arles (13), 20 km" in listed
    answer = send(client, "/suivis/recherches", "/suivis", arreter=PERMITS)
    assert answer.status_code == 303 and kept_queries(site) == []


def test_words_an_address_a_point_and_an_area_are_dropped_and_said(site: Site, lea: Account) -> None:
    client = site.client
    sign_in(client, lea)
    asked = (
        "q=permis+de+Sonia&commune=13004&lat=43.6766&lon=4.6278&ouvert=maintenant&bbox=4.6,43.6,4.7,43.7&frais=gratuit"
    )
    page = text_of(client.get(f"/recherche?{asked}"))
    assert 'href="/suivis/recherche?q=' in page and '<button class="link">Suivre cette recherche' not in page
    page = text_of(client.get(f"/suivis/recherche?{asked}"))
    for said in ("vos mots", "la commune seule est gardée", "la zone dessinée", "le moment d’ouverture"):
        assert said in page
    assert "<strong>Passer son permis de conduire · Coût : Gratuit · Arles (13), 20 km</strong>" in page
    assert 'value="mobilite-permis" checked' in page, "the need that the words say is offered in their place"
    answer = send(client, "/suivis/recherches", "/suivis", recherche=asked, besoin="mobilite-permis")
    assert answer.status_code == 303
    assert kept_queries(site) == ["besoin=mobilite-permis&frais=gratuit&commune=13004"]


def test_a_place_inside_a_commune_is_kept_as_its_commune(followers: Followers) -> None:
    for asked in ("lat=43.6766&lon=4.6278", "lieu=Arles", "commune=13004&lat=43.67&lon=4.62"):
        question = followers.reader.question(f"besoin=mobilite-permis&{asked}&rayon=5")
        assert question is not None
        assert followers.reader.kept(question).query == f"{PERMITS}&rayon=5"
    question = followers.reader.question("territoire=dep:13&rayon=5")
    assert question is not None and followers.reader.kept(question).query == "territoire=dep%3A13"


def test_a_search_that_cannot_be_followed_says_why(
    site: Site, lea: Account, followers: Followers, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = site.client
    sign_in(client, lea)
    answer = send(client, "/suivis/recherches", "/suivis", recherche="q=permis")
    assert answer.status_code == 422 and "Il ne reste rien à suivre" in text_of(answer)
    assert send(client, "/suivis/recherches", "/suivis", recherche="besoin=rien").status_code == 400
    assert send(client, "/suivis/recherches", "/suivis").status_code == 422
    assert client.get("/suivis/recherche?besoin=rien").headers["Location"] == "/recherche?besoin=rien"
    typed = "reseau=madame-sonia&source=Madame+Sonia"
    answer = send(client, "/suivis/recherches", "/suivis", recherche=typed)
    assert answer.status_code == 422 and "Aucune structure n’est de ce type" in text_of(answer)
    send(client, "/suivis/recherches", "/suivis", recherche="source=Madame+Sonia&frais=gratuit")
    assert kept_queries(site) == ["frais=gratuit"], "a name that no list closes is not kept"
    send(client, "/suivis/recherches", "/suivis", arreter="frais=gratuit")
    networks = "&".join(f"reseau=reseau-de-structures-numero-{rank}" for rank in range(40))
    answer = send(client, "/suivis/recherches", "/suivis", recherche=networks)
    assert answer.status_code == 422 and "trop de critères" in text_of(answer)
    monkeypatch.setattr(followed, "MOST_SEEN", 2)
    answer = send(client, "/suivis/recherches", "/suivis", recherche=PERMITS)
    assert answer.status_code == 409 and f"plus de {MOST_SEEN}" in text_of(answer)
    assert kept_queries(site) == []


def test_what_came_left_and_changed_is_told_once(
    site: Site, lea: Account, followers: Followers, clock: Clock, digests: FollowDigests
) -> None:
    followers.follow_search(lea, PERMITS)
    day = local_day(clock())
    assert digests.tell(day) == DigestCount()
    made = [followers.create(fiche(f"Permis neuf {rank}")) for rank in range(3)]
    followers.revise(PERMIT, phone="04 91 00 00 77")
    followers.revise(PERMIT_SILENT, status="archivee")
    followers.revise(CRECHE, phone="04 91 00 00 78")
    site.index()
    assert digests.tell(day, is_trial=True) == DigestCount(1, 5)
    assert digests.tell(day) == DigestCount(1, 5)
    assert digests.tell(day + timedelta(days=1)) == DigestCount()
    (mail,) = followers.mails()
    assert mail["Subject"] == "Du nouveau dans une recherche que vous suivez"
    lines = mail.get_content().splitlines()
    at = lines.index(f"3\u00a0nouvelles fiches, 1\u00a0fiche de moins, 1\u00a0fiche changée pour {LABEL} :")
    with site.database.read() as uow:
        (search,) = [each for each in uow.follows.of(lea.id) if each.is_search]
    assert lines[at + 1] == f"{PUBLIC}/suivis#suivi-{search.id}"
    named = lines[at + 2 :]
    for rank, number in enumerate(made):
        assert named[2 * rank : 2 * rank + 2] == [f"- Permis neuf {rank}", f"{PUBLIC}/ressources/{number}"]
    assert "- Bourse au permis : n’est plus proposée" in named
    assert "- Permis à un euro : a changé (contact)" in named
    assert "Crèche" not in mail.get_content()


def test_a_fiche_that_answers_no_more_or_was_merged_is_a_fiche_less(
    site: Site, lea: Account, followers: Followers, clock: Clock, digests: FollowDigests
) -> None:
    followers.follow_search(lea, PERMITS)
    followers.revise(PERMIT_SILENT, needs=("famille-garde",))
    other = followers.create(fiche("Permis en double"))
    site.index()
    day = local_day(clock())
    assert digests.tell(day) == DigestCount(1, 2)
    with site.database.write() as uow:
        uow.resources.mark_merged(other, PERMIT)
    followers.revise(other, status="archivee", archive_reason=MERGED)
    site.index()
    assert digests.tell(day + timedelta(days=1)) == DigestCount(1, 1)
    first, second = (mail.get_content().splitlines() for mail in followers.mails())
    assert "- Bourse au permis : n’y répond plus" in first
    # It went away before its mail left: it is new to nobody.
    assert not any("Permis en double" in line for line in first)
    at = second.index("- Permis en double : réunie à une autre fiche")
    assert second[at + 1] == f"{PUBLIC}/ressources/{PERMIT}"


@pytest.mark.usefixtures("both_moved")
def test_a_mail_names_thirty_lines_and_counts_the_others(
    site: Site, followers: Followers, clock: Clock, digests: FollowDigests
) -> None:
    for rank in range(MOST_LINES + 5):
        followers.create(fiche(f"Permis neuf {rank}"))
    site.index()
    assert digests.tell(local_day(clock())) == DigestCount(1, MOST_LINES + 6)
    (mail,) = followers.mails()
    assert mail["Subject"] == "Du nouveau dans une fiche et une recherche que vous suivez"
    text_sent = mail.get_content()
    assert f"35\u00a0nouvelles fiches pour {LABEL} :" in text_sent
    # One line of the fiche, one of the search, those that it names.
    assert text_sent.count("- Permis neuf") == MOST_LINES - 2
    assert "Et 7\u00a0autres fiches : ce courriel s’arrête à 30 lignes." in text_sent


def test_a_search_grown_too_wide_is_said_once(
    site: Site,
    lea: Account,
    followers: Followers,
    clock: Clock,
    digests: FollowDigests,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    followers.follow_search(lea, PERMITS)
    day = local_day(clock())
    monkeypatch.setattr(followed, "MOST_SEEN", 2)
    assert digests.tell(day) == DigestCount(1, 0)
    assert digests.tell(day + timedelta(days=1)) == DigestCount()
    (mail,) = followers.mails()
    assert f"La recherche {LABEL} trouve trop de fiches pour être suivie" in mail.get_content()
    client = site.client
    sign_in(client, lea)
    assert "Trop de fiches" in text_of(client.get("/suivis"))
    monkeypatch.undo()
    assert digests.tell(day + timedelta(days=2)) == DigestCount()
    followers.create(fiche("Permis neuf"))
    site.index()
    assert digests.tell(day + timedelta(days=3)) == DigestCount(1, 1)


@pytest.mark.usefixtures("both_moved")
def test_searches_wait_for_the_engine_and_fiches_do_not_wait_for_ever(
    site: Site, followers: Followers, clock: Clock, digests: FollowDigests, monkeypatch: pytest.MonkeyPatch
) -> None:
    followers.create(fiche("Permis neuf"))
    site.index()
    day = local_day(clock())
    broken = BrokenEngine()
    with monkeypatch.context() as patched:
        patched.setattr(site.engine, "search", broken.search)
        assert digests.tell(day) == DigestCount(waiting=1)
        assert digests.tell(day, waits=False) == DigestCount(1, 1)
    assert digests.tell(day) == DigestCount(), "never twice a day"
    assert digests.tell(day + timedelta(days=1)) == DigestCount(1, 1)


@pytest.mark.usefixtures("both_moved")
def test_the_job_is_tried_again_without_the_engine_and_the_last_time_tells_fiches(
    site: Site, lea: Account, clock: Clock, digests: FollowDigests, monkeypatch: pytest.MonkeyPatch
) -> None:
    jobs = JobService(site.database)
    digests.ask_daily()
    monkeypatch.setattr(site.engine, "search", BrokenEngine().search)
    for attempt in range(1, MOST_ATTEMPTS + 1):
        clock.forward(hours=1)
        job = jobs.claim([digests.kind], owner="essai", lease_s=60, now=clock())
        assert job is not None and job.attempts == attempt
        if attempt < MOST_ATTEMPTS:
            with pytest.raises(SearchUnavailable):
                digests.run(job, lambda: None)
            jobs.fail(job.id, owner="essai", error="SearchUnavailable", now=clock())
        else:
            digests.run(job, lambda: None)
    with site.database.read() as uow:
        message = uow.messages.last_of(lea.id, MessageKind.FOLLOWED)
    assert message is not None and message.facts["searches"] == "[]"


def test_a_search_of_another_is_neither_seen_nor_stopped(site: Site, lea: Account, followers: Followers) -> None:
    followers.follow_search(lea, PERMITS)
    client = site.client
    sign_in(client, Team(site.database, followers.clock).person("noe"))
    assert "Vous suivez cette recherche" not in text_of(client.get(f"/recherche?{PERMITS}"))
    send(client, "/suivis/recherches", "/suivis", arreter=PERMITS)
    assert kept_queries(site) == [PERMITS]


def test_mondays_are_those_of_the_place(site: Site, lea: Account, followers: Followers, clock: Clock) -> None:
    followers.follow(lea, PERMIT, rhythm=Rhythm.MONDAYS)
    followers.revise(PERMIT, phone="04 91 00 00 77")
    gatherer = Gatherer(site.database, FollowedSearches(followers.services.finder, followers.reader), now=clock)
    # Monday in Paris, Sunday evening in Martinique.
    clock.at = datetime(2026, 3, 9, 0, 30, tzinfo=UTC)
    told = {
        home: work.tell(work.today, is_trial=True).mails
        for home in ("13", "972")
        if (work := FollowDigests(site.database, JobService(site.database), gatherer, sends=True, now=clock, home=home))
    }
    assert told == {"13": 1, "972": 0}


def test_a_search_left_alone_by_its_need_says_so_and_tells_nothing(
    site: Site, lea: Account, followers: Followers, clock: Clock, digests: FollowDigests
) -> None:
    followers.follow_search(lea, PERMITS, rhythm=Rhythm.DAILY)
    with site.database.write() as uow:
        uow.connection.execute(text("UPDATE follow SET query = 'besoin=retire' WHERE query != ''"))
    assert digests.tell(local_day(clock())) == DigestCount()
    client = site.client
    sign_in(client, lea)
    assert "Une recherche dont un critère n’existe plus" in text_of(client.get("/suivis"))
