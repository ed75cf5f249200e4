"""The fiches of one's selections are followed unless that is switched off; the link that stops it all, and its life."""

import re
from dataclasses import replace
from datetime import timedelta

from directory.domain.accounts.account import Account, AccountState, mail_key
from directory.domain.follows import Rhythm
from directory.domain.selections import LIFE, Item, Selection
from directory.services.follows.digests import DigestCount, FollowDigests
from directory.services.follows.following import Choice
from search.places.clock import local_day
from tests.accounts import Clock
from tests.site import CRECHE, PERMIT, PERMIT_FAR, Site
from tests.web.accounts.test_pages import send, sign_in, text_of
from tests.web.follows.mailed import Followers


def select(site: Site, account: Account, clock: Clock, *numbers: int) -> None:
    items = tuple(Item(number, "", site.resources.get(number).version, clock()) for number in numbers)
    with site.database.write() as uow:
        uow.selections.add(Selection(0, account.id, "", clock(), clock(), items))


def select_and_change(
    site: Site, account: Account, followers: Followers, clock: Clock, *, with_selections: bool
) -> None:
    """Select a fiche, choose a mail each day, then change the telephone of the fiche."""
    select(site, account, clock, PERMIT)
    followers.follows.choose(account.id, Choice(Rhythm.DAILY, with_selections=with_selections))
    followers.revise(PERMIT, phone="04 91 00 00 77")


def test_fiches_of_selections_are_followed_on_mondays_until_that_is_switched_off(
    site: Site, lea: Account, followers: Followers, clock: Clock, digests: FollowDigests
) -> None:
    select(site, lea, clock, PERMIT, PERMIT_FAR)
    select(site, lea, clock, PERMIT, CRECHE)
    day = local_day(clock())
    monday = day + timedelta(days=-day.weekday() % 7)
    assert digests.tell(monday) == DigestCount()
    followers.revise(PERMIT, phone="04 91 00 00 77")
    followers.revise(PERMIT_FAR, status="archivee")
    followers.revise(CRECHE, description="Autrement dit.")
    assert digests.tell(monday + timedelta(days=1)) == DigestCount()
    assert digests.tell(monday + timedelta(days=7)) == DigestCount(1, 2)
    assert digests.tell(monday + timedelta(days=14)) == DigestCount()
    (mail,) = followers.mails()
    text = mail.get_content()
    assert "Permis à un euro : a changé (contact)" in text and "Permis solidaire : n’est plus proposée" in text

    client = site.client
    sign_in(client, lea)
    assert 'name="selections" checked' in text_of(client.get("/suivis"))
    send(client, "/suivis/rythme", "/suivis", rythme="lundi")
    assert 'name="selections" checked' not in text_of(client.get("/suivis"))
    followers.revise(PERMIT, phone="04 91 00 00 78")
    assert digests.tell(monday + timedelta(days=21)) == DigestCount()


def test_what_is_followed_first_is_told_when_it_was_chosen_before(lea: Account, followers: Followers) -> None:
    each_day = Choice(Rhythm.DAILY, with_selections=True)
    followers.follows.choose(lea.id, each_day)
    followers.follows.follow(lea.id, PERMIT)
    assert followers.follows.choice_of(lea.id) == each_day
    followers.follows.stop(lea.id, PERMIT)
    followers.follows.choose(lea.id, Choice(Rhythm.MONDAYS, with_selections=False))
    followers.follows.follow(lea.id, PERMIT)
    assert followers.follows.choice_of(lea.id) == Choice(Rhythm.MONDAYS, with_selections=False)
    followers.follows.stop(lea.id, PERMIT)
    # With nothing followed and selections left out, what was chosen is kept all the same.
    without = Choice(Rhythm.DAILY, with_selections=False)
    followers.follows.choose(lea.id, without)
    assert followers.follows.choice_of(lea.id) == without
    followers.follows.follow(lea.id, PERMIT)
    assert followers.follows.choice_of(lea.id) == without


def test_selections_left_out_tell_nothing_and_begin_again_where_they_stand(
    site: Site, lea: Account, followers: Followers, clock: Clock, digests: FollowDigests
) -> None:
    select_and_change(site, lea, followers, clock, with_selections=False)
    day = local_day(clock())
    assert digests.tell(day) == DigestCount()
    followers.follows.choose(lea.id, Choice(Rhythm.DAILY, with_selections=True))
    assert digests.tell(day) == DigestCount()
    followers.revise(PERMIT, phone="04 91 00 00 78")
    assert digests.tell(day) == DigestCount(1, 1)


def test_a_mail_that_waits_tells_nothing_of_selections_left_out_since(
    site: Site, lea: Account, followers: Followers, clock: Clock, digests: FollowDigests
) -> None:
    select(site, lea, clock, PERMIT)
    followers.follow(lea, CRECHE)
    for number in (PERMIT, CRECHE):
        followers.revise(number, phone="04 91 00 00 77")
    assert digests.tell(local_day(clock())) == DigestCount(1, 2)
    followers.follows.choose(lea.id, Choice(Rhythm.DAILY, with_selections=False))
    (mail,) = followers.mails()
    assert "Crèche d’urgence" in mail.get_content() and "Permis à un euro" not in mail.get_content()


def test_a_selection_that_is_over_tells_nothing_more(
    site: Site, lea: Account, followers: Followers, clock: Clock, digests: FollowDigests
) -> None:
    select_and_change(site, lea, followers, clock, with_selections=True)
    clock.forward(days=LIFE.days)
    assert digests.tell(local_day(clock())) == DigestCount()


def test_the_link_of_a_mail_stops_all_of_it_and_lives_as_long_as_its_address(
    site: Site, lea: Account, followers: Followers, clock: Clock, digests: FollowDigests
) -> None:
    select(site, lea, clock, PERMIT)
    followers.revise(PERMIT, phone="04 91 00 00 77")
    monday = local_day(clock()) + timedelta(days=-local_day(clock()).weekday() % 7)
    assert digests.tell(monday) == DigestCount(1, 1)
    (mail,) = followers.mails()
    found = re.search(r"/s/[a-z0-9]+$", "\n".join(mail.get_content().splitlines()), re.MULTILINE)
    assert found is not None
    link, client = found[0], site.client
    other = link.replace(f"/s/{lea.id}", f"/s/{lea.id + 1}")
    for forged in (other, f"{link}a", link[:-1], "/s/0", "/s/1", f"/s/{'9' * 40}", "/s/é"):
        assert client.post(forged).status_code == 404, forged

    for changed in (
        replace(lea, mail="lea.autre@cd13.exemple", mail_key=mail_key("lea.autre@cd13.exemple")),
        replace(lea, state=AccountState.SUSPENDED),
    ):
        with site.database.write() as uow:
            uow.accounts.save(changed)
        assert client.get(link).status_code == client.post(link).status_code == 404
    with site.database.write() as uow:
        uow.accounts.save(lea)
    clock.forward(days=400)
    assert "Arrêter ces courriels" in text_of(client.get(link))
    assert followers.follows.choice_of(lea.id) == Choice(Rhythm.MONDAYS, with_selections=True)
    assert client.post(link).status_code == 200
    assert followers.follows.choice_of(lea.id) == Choice(Rhythm.NEVER, with_selections=False)
    again = text_of(client.get(link))
    assert "Vous ne recevrez plus ces courriels" in again and "Arrêter" not in again
