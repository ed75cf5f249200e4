"""What a reminder says: stories 18 and 20, and their siblings."""

import re
from dataclasses import replace

import pytest

from directory.domain.accounts.messages import MessageKind
from directory.services.accounts.callers import COMMAND
from directory.services.freshness.links import LinkRefused, WhyNot
from fiche.parts import Place, Structure
from tests.fiches import FORM, LEA, fiche
from tests.integration.freshness.base import SITE, Base

LINK = re.compile(rf"{SITE}/v/[a-z0-9]+")


def only_letter(base: Base) -> str:
    assert len(base.postbox.taken) == 1
    return base.postbox.taken[0].text


def test_story_18_each_link_is_whole_alone_on_its_line_and_short(base: Base) -> None:
    lea = base.editor("Lea")
    for rank in range(5):
        base.fiche(f"Fiche {rank}", by=lea)
    base.night()
    links = [line for line in only_letter(base).splitlines() if "/v/" in line]
    assert len(links) == 5 == len(set(links))
    for line in links:
        assert LINK.fullmatch(line) and len(line) <= 70
    for line in only_letter(base).splitlines():
        if SITE in line:
            assert re.fullmatch(rf"{SITE}(/[a-z0-9/-]+)?", line), line


def test_a_mail_gives_the_main_facts_and_a_way_to_correct_them(base: Base) -> None:
    lea = base.editor("Lea")
    number = base.fiche("Permis à un euro", by=lea)
    base.night()
    text = only_letter(base)
    for said in ("Permis à un euro", "Auto-école solidaire, Arles", "04 90 00 00 00", "3 place de la République"):
        assert said in text
    assert "9 h" in text.replace("\u00a0", " ") and f"{SITE}/ressources/{number}/modifier" in text


def test_story_20_others_words_are_short_plain_and_never_in_the_subject(base: Base) -> None:
    lea = base.editor("Lea")
    content = fiche(
        "Gagnez sur www.gagner.exemple/lot " + "x" * 250,
        institution="ccas-arles",
        structure=Structure("http://gagner.exemple\r\nBcc: tous@gagner.exemple"),
        hours_text="écrire à moi@gagner.exemple",
        places=(Place(address="gagner.exemple:8080", commune_name="Arles", postcode="13200"),),
    )
    base.resources.create(content, author=LEA, origin=FORM, now=base.clock.at.replace(year=2025))
    base.night()
    letter = base.postbox.taken[0]
    assert letter.subject == "Une fiche à confirmer"
    own = letter.text.replace(SITE, "")
    assert not re.search(r"\w\.\w|\w@\w|://\S", own), own
    assert all(len(line) <= 150 for line in letter.text.splitlines())
    assert lea.mail == letter.to


def test_a_link_dies_with_what_it_was_given_for(base: Base) -> None:
    """A change of mail, factor, duty or state kills every link given out before."""
    lea = base.editor("Lea")
    number = base.fiche(by=lea)
    base.night()
    secret = LINK.findall(only_letter(base))[0].rpartition("/")[2]
    assert base.links.look(secret).fiche.id == number
    with base.database.read() as uow:
        kept = uow.connection.exec_driver_sql("SELECT digest FROM confirm_link").scalars().all()
    assert secret not in kept and len(kept) == 1
    base.team.accounts.people.suspend(COMMAND, lea.id)
    with pytest.raises(LinkRefused) as refused:
        base.links.look(secret)
    assert refused.value.why is WhyNot.UNKNOWN


def test_a_link_shows_no_second_factor_and_opens_no_duty(base: Base) -> None:
    rgc = base.rgc("Remi", "cd13")
    number = base.fiche(institution="cd13", by=rgc)
    base.night()
    secret = LINK.findall(only_letter(base))[0].rpartition("/")[2]
    assert base.links.look(secret).fiche.id == number
    current = base.resources.get(number)
    # Given to a partner: in reach of the RGC signed in, not of a link.
    base.resources.revise(
        number, replace(current.content, institution="ccas-arles"), expected_version=1, author=LEA, origin=FORM,
        now=base.clock(),
    )  # fmt: skip
    with pytest.raises(LinkRefused) as refused:
        base.links.confirm(secret, expected_version=2)
    assert refused.value.why is WhyNot.RIGHT
    assert base.resources.get(number).verified_at is None


def test_the_mail_of_an_rgc_holds_no_link_that_confirms(base: Base) -> None:
    base.rgc("Remi", "cd13")
    base.fiche(institution="ccas-arles")
    base.night()
    assert base.messages(MessageKind.UNANSWERED)
    assert "/v/" not in only_letter(base) and "CCAS d’Arles" in only_letter(base)


def test_two_presses_at_once_confirm_once(base: Base) -> None:
    lea = base.editor("Lea")
    number = base.fiche(by=lea)
    base.night()
    secret = LINK.findall(only_letter(base))[0].rpartition("/")[2]
    base.links.confirm(secret, expected_version=1)
    with pytest.raises(LinkRefused) as refused:
        base.links.confirm(secret, expected_version=1)
    assert refused.value.why is WhyNot.USED
    assert len(base.resources.history(number).verifications) == 1
