"""A fiche followed: the button, the list, the mail in a real server, and the button of its header that stops it."""

import re
from dataclasses import replace
from datetime import timedelta

from directory.domain.accounts.account import Account
from directory.domain.accounts.messages import MessageKind
from directory.domain.follows import MOST_FOLLOWS, Rhythm
from directory.services.bundle import OPERATIONS
from directory.services.follows.digests import DigestCount, FollowDigests
from fiche.codes import MERGED
from fiche.parts import Closure
from search.places.clock import local_day
from tests.accounts import Clock
from tests.fiches import ARLES, FORM, LEA, fiche
from tests.site import ARCHIVED, CRECHE, PERMIT, PERMIT_FAR, Site
from tests.web.accounts.test_pages import send, sign_in, text_of
from tests.web.follows.mailed import PUBLIC, Followers


def test_a_fiche_is_followed_and_left_by_its_button_and_in_the_list(site: Site, lea: Account) -> None:
    client, path = site.client, f"/ressources/{PERMIT}-permis-a-un-euro"
    assert "Suivre cette fiche" not in text_of(client.get(path))
    assert client.get("/suivis").status_code == 401
    sign_in(client, lea)
    assert "Suivre cette fiche" in text_of(client.get(path))
    answer = send(client, "/suivis/fiches", path, suivre=str(PERMIT), suite=path)
    assert (answer.status_code, answer.headers["Location"]) == (303, f"{path}#suivre")
    assert "Vous suivez cette fiche" in text_of(client.get(path))
    listed = text_of(client.get("/suivis"))
    assert "Permis à un euro" in listed and "1&nbsp;fiche suivie<" in listed
    assert send(client, "/suivis/rythme", "/suivis", rythme="chaque-jour").status_code == 303
    assert 'value="chaque-jour" checked' in text_of(client.get("/suivis"))
    assert send(client, "/suivis/rythme", "/suivis", rythme="toujours").status_code == 400
    send(client, "/suivis/fiches", "/suivis", arreter=str(PERMIT))
    assert "Vous ne suivez encore rien" in text_of(client.get("/suivis"))
    for typed, status in (({"suivre": "x"}, 400), ({}, 400), ({"suivre": str(ARCHIVED)}, 404), ({"suivre": "99"}, 404)):
        assert send(client, "/suivis/fiches", path, **typed).status_code == status
    assert client.post("/suivis/fiches", data={"suivre": str(PERMIT)}).status_code == 400


def test_no_more_than_twenty_are_followed(site: Site, lea: Account, followers: Followers) -> None:
    made = [
        site.resources.create(fiche(f"Fiche {rank}"), author=LEA, origin=FORM, now=Clock()()).resource.id
        for rank in range(MOST_FOLLOWS)
    ]
    followers.follow(lea, *made)
    client = site.client
    sign_in(client, lea)
    answer = send(client, "/suivis/fiches", "/suivis", suivre=str(PERMIT))
    assert answer.status_code == 409 and "cessez-en une" in text_of(answer)


def test_what_changed_is_told_once_and_stopped_by_the_header(
    site: Site, lea: Account, followers: Followers, clock: Clock, digests: FollowDigests
) -> None:
    followers.follow(lea, PERMIT, PERMIT_FAR, CRECHE)
    day = local_day(clock())
    assert digests.tell(day) == DigestCount()
    followers.revise(PERMIT, phone="04 91 00 00 77", closures=(Closure(day, day, "Travaux"),))
    followers.revise(PERMIT_FAR, status="archivee")
    followers.revise(CRECHE, description="Autrement dit.")
    assert digests.tell(day, is_trial=True) == DigestCount(1, 2)
    assert digests.tell(day) == DigestCount(1, 2)
    assert digests.tell(day) == DigestCount()
    (mail,) = followers.mails()
    assert mail["Subject"] == "Du nouveau dans 2 fiches que vous suivez"
    text = mail.get_content()
    assert "Permis à un euro : a changé (fermetures, contact)" in text
    assert "Permis solidaire : n’est plus proposée" in text and "Crèche" not in text
    assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    found = re.fullmatch(rf"<{PUBLIC}(/s/\S+)>", dict(mail.raw_items())["List-Unsubscribe"])
    assert found is not None and f"{PUBLIC}{found[1]}" in text
    assert re.fullmatch("/s/[a-z0-9]+", found[1]), "nothing that a mail could cut or swallow"
    stranger = site.client
    assert "Arrêter ces courriels" in text_of(stranger.get(found[1]))
    followers.revise(PERMIT, phone="04 91 00 00 78")
    assert digests.tell(day + timedelta(days=1), is_trial=True).mails == 1, "looking stops nothing"
    for _ in range(2):
        answer = stranger.post(found[1], data={"List-Unsubscribe": "One-Click"})
        assert answer.status_code == 200 and "Set-Cookie" not in answer.headers
        assert "Vous ne recevrez plus" in text_of(answer)
    assert digests.tell(day + timedelta(days=1)) == DigestCount()
    assert stranger.post(f"{found[1]}x").status_code == stranger.get("/s/rien").status_code == 404


def test_a_day_has_one_mail_and_what_came_since_waits(
    site: Site, lea: Account, followers: Followers, clock: Clock, digests: FollowDigests
) -> None:
    followers.follow(lea, PERMIT)
    day = local_day(clock())
    for phone, told in (("04 91 00 00 77", 1), ("04 91 00 00 78", 0)):
        followers.revise(PERMIT, phone=phone)
        assert digests.tell(day).mails == told
    assert digests.tell(day + timedelta(days=1)).mails == 1
    with site.database.read() as uow:
        message = uow.messages.last_of(lea.id, MessageKind.FOLLOWED)
    assert message is not None and message.key == f"digest:{lea.id}:{day + timedelta(days=1)}"


def test_a_day_without_news_waits_for_no_writer(
    site: Site, lea: Account, followers: Followers, clock: Clock, digests: FollowDigests
) -> None:
    followers.follow(lea, PERMIT)
    with site.database.write():
        assert digests.tell(local_day(clock())) == DigestCount()


def test_on_mondays_alone_and_a_change_taken_back_is_none(
    site: Site, lea: Account, followers: Followers, clock: Clock, digests: FollowDigests
) -> None:
    followers.follow(lea, PERMIT, rhythm=Rhythm.MONDAYS)
    phone = site.resources.get(PERMIT).content.phone
    monday = local_day(clock()) + timedelta(days=-local_day(clock()).weekday() % 7)
    followers.revise(PERMIT, phone="04 91 00 00 77")
    assert [digests.tell(monday + timedelta(days=ahead), is_trial=True).mails for ahead in range(8)] == [
        1, 0, 0, 0, 0, 0, 0, 1,
    ]  # fmt: skip
    followers.revise(PERMIT, phone=phone)
    assert digests.tell(monday) == DigestCount()


def test_a_fiche_archived_is_told_back_and_followed_all_the_while(
    site: Site, lea: Account, followers: Followers, clock: Clock, digests: FollowDigests
) -> None:
    followers.follow(lea, PERMIT)
    day = local_day(clock())
    for ahead, status in enumerate(("archivee", "publiee")):
        followers.revise(PERMIT, status=status)
        assert digests.tell(day + timedelta(days=ahead)).mails == 1
    # The first had not left when the fiche came back: it has nothing to say any more.
    (mail,) = followers.mails()
    assert "Permis à un euro : de nouveau proposée" in mail.get_content()


def test_each_kind_of_change_is_told_by_its_name(
    site: Site, lea: Account, followers: Followers, clock: Clock, digests: FollowDigests
) -> None:
    changes: dict[str, dict[str, object]] = {
        "lieu": {"places": (replace(ARLES, address="9 rue du Port"),)},
        "horaires": {"hours": "Tu 14:00-17:00"},
        "accès": {"access_text": "Sonner deux fois."},
        "façon d’y adresser quelqu’un": {"mobilisations": ("prescription-directe",)},
        "frais": {"costs": ("gratuit",)},
    }
    made = {
        what: site.resources.create(fiche(f"Fiche {what}"), author=LEA, origin=FORM, now=clock()).resource.id
        for what in changes
    }
    followers.follow(lea, *made.values())
    for what, changed in changes.items():
        followers.revise(made[what], **changed)
    assert digests.tell(local_day(clock())) == DigestCount(1, len(changes))
    (mail,) = followers.mails()
    lines = mail.get_content().splitlines()
    for what in changes:
        assert f"Fiche {what} : a changé ({what})" in lines


def test_a_fiche_merged_is_told_and_the_one_that_stays_is_followed(
    site: Site, lea: Account, followers: Followers, clock: Clock, digests: FollowDigests
) -> None:
    followers.follow(lea, PERMIT_FAR)
    with site.database.write() as uow:
        uow.resources.mark_merged(PERMIT_FAR, PERMIT)
    followers.revise(PERMIT_FAR, status="archivee", archive_reason=MERGED)
    assert digests.tell(local_day(clock())) == DigestCount(1, 1)
    (mail,) = followers.mails()
    lines = mail.get_content().splitlines()
    told = lines.index("Permis solidaire : réunie à une autre fiche")
    assert lines[told + 1] == f"{PUBLIC}/ressources/{PERMIT}"
    follows = followers.follows
    assert [each.follow.resource_id for each in follows.of(lea.id)] == [PERMIT]


def test_the_title_of_a_draft_is_told_to_nobody(
    site: Site, lea: Account, followers: Followers, clock: Clock, digests: FollowDigests
) -> None:
    followers.follow(lea, PERMIT)
    followers.revise(PERMIT, status="brouillon", title="Titre pas encore relu")
    assert digests.tell(local_day(clock())) == DigestCount(1, 1)
    (mail,) = followers.mails()
    text = mail.get_content()
    assert "Permis à un euro : n’est plus proposée" in text and "pas encore relu" not in text
    client = site.client
    sign_in(client, lea)
    listed = text_of(client.get("/suivis"))
    assert "Une fiche retirée" in listed and "pas encore relu" not in listed


def test_what_is_no_longer_followed_leaves_no_mail(
    site: Site, lea: Account, followers: Followers, clock: Clock, digests: FollowDigests
) -> None:
    followers.follow(lea, PERMIT)
    followers.revise(PERMIT, phone="04 91 00 00 77")
    assert digests.tell(local_day(clock())).mails == 1
    followers.follows.stop(lea.id, PERMIT)
    assert followers.mails() == []


def test_the_command_counts_or_queues(site: Site, lea: Account, followers: Followers) -> None:
    followers.follow(lea, PERMIT)
    followers.revise(PERMIT, phone="04 91 00 00 77")
    run = site.app.test_cli_runner()
    assert OPERATIONS in site.app.extensions
    for arguments, said in (
        (["--dry-run"], "À envoyer\u00a0: 1\u00a0courriel, 1\u00a0nouveauté."),
        ([], "Mis en attente d’envoi\u00a0: 1\u00a0courriel, 1\u00a0nouveauté."),
        (["--day", "2026-01-07"], "Mis en attente d’envoi\u00a0: 0\u00a0courriel, 0\u00a0nouveauté."),
    ):
        result = run.invoke(args=["follow", "digest", *arguments])
        assert result.exit_code == 0 and said in result.output, result.output
