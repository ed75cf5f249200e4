"""The words of mails: every kind has its text, and what people typed cannot become a link in it."""

from datetime import UTC, datetime

import pytest
from jinja2 import UndefinedError

from directory.domain.accounts.links import LinkKind
from directory.domain.accounts.messages import Message, MessageKind
from directory.services.follows.composing import FicheLine, SearchLines
from directory.services.freshness.reminders import MailedFiche
from directory.services.mail.letters import FACTS, FOLDER, LetterWriter, harmless

NOW = datetime(2026, 3, 4, 22, 30, tzinfo=UTC)
LINK = "https://brp.exemple/l/" + "a" * 24


def make_link(kind: LinkKind, message: Message) -> str:
    return LINK


FICHE = MailedFiche("[fiches]", "[structure]", ("[fact]",), LINK, "https://brp.exemple/ressources/1/modifier")
COMPOSED = {
    MessageKind.TO_CONFIRM: {"name": "[name]", "count": 2, "fiches": [FICHE, FICHE]},
    MessageKind.REPORTS_WAITING: {"name": "[name]", "count": "[reports] [suggestions]"},
    MessageKind.REPORTS_LATE: {"name": "[name]", "count": "[reports] [suggestions]"},
    MessageKind.IMPORTED: {
        "name": "[name]",
        "said": "[batch] [revised] [created]",
        "fiches": [("[fiches]", LINK)],
        "others": 1,
    },
    MessageKind.FOLLOWED: {
        "name": "[name]",
        "fiches": [FicheLine("[fiches]", "[said]", "https://brp.exemple/ressources/1")],
        "searches": [SearchLines("[searches]", "https://brp.exemple/suivis#suivi-1", ())],
        "rest": "[rest]",
        "stop": "https://brp.exemple/s/" + "a" * 24,
    },
    MessageKind.OFFICES_DUE: {"name": "[name]", "count": 2, "offices": ["[offices]"] * 2, "others": 0},
    MessageKind.UNANSWERED: {"name": "[name]", "count": 2, "fiches": [(FICHE, "[institution]")] * 2},
}


def writer() -> LetterWriter:
    return LetterWriter(
        make_link,
        public_url="https://brp.exemple",
        sender="Base <ne-pas-repondre@brp.exemple>",
        compose={kind: lambda message: COMPOSED[message.kind] for kind in COMPOSED},
    )


def queued(kind: MessageKind, **facts: str) -> Message:
    given = {name: f"[{name}]" for name in FACTS[kind]} | facts
    return Message(kind, "samia@ccas.exemple", 7, NOW, NOW, facts=given, id=12)


@pytest.mark.parametrize("kind", MessageKind, ids=lambda kind: kind.name)
def test_every_kind_of_mail_has_its_text_and_says_all_its_facts(kind: MessageKind) -> None:
    letter = writer().letter(queued(kind))
    assert 10 < len(letter.subject) < 70
    assert "https://brp.exemple" in letter.text
    for name in FACTS[kind]:
        assert f"[{name}]" in letter.text
    assert (LINK in letter.text.splitlines()) is (
        kind.link_kind is not None or kind in (MessageKind.TO_CONFIRM, MessageKind.IMPORTED)
    )


def test_there_is_no_text_without_its_kind() -> None:
    assert {path.stem for path in FOLDER.glob("*.txt")} == {kind.value for kind in MessageKind}


def test_nothing_that_somebody_typed_is_in_a_subject() -> None:
    for kind in MessageKind:
        assert "[" not in writer().letter(queued(kind)).subject


def test_a_fact_that_was_forgotten_is_an_error_and_no_blank() -> None:
    with pytest.raises((KeyError, UndefinedError)):
        writer().letter(Message(MessageKind.INVITATION, "a@b.exemple", 7, NOW, NOW, facts={}))


@pytest.mark.parametrize(
    "typed",
    [
        "www.gagner.exemple",
        "https://gagner.exemple/ici",
        "gagner.exemple",
        "moi@gagner.exemple",
        "http:\n//gagner.exemple",
    ],
)
def test_a_name_that_holds_an_address_is_not_clickable(typed: str) -> None:
    text = writer().letter(queued(MessageKind.INVITATION, institution=typed)).text
    assert "gagner.exemple" not in text
    assert "www.gagner" not in text
    assert "://gagner" not in text
    assert "@gagner" not in text


def test_an_institution_called_like_a_site_can_still_invite() -> None:
    assert "Emploi. fr vous ouvre" in writer().letter(queued(MessageKind.INVITATION, institution="Emploi.fr")).text


def test_a_name_is_one_short_line() -> None:
    assert harmless("Léa\r\nBcc: x") == "Léa Bcc: x"
    assert len(harmless("é" * 500)) == 120
    assert harmless("www．gagner。exemple") == "www. gagner. exemple"
    assert harmless("C.C.A.S. d’Arles, 3e étage") == "C. C. A. S. d’Arles, 3e étage"


def test_a_mail_sent_again_bears_the_same_name() -> None:
    first, again = writer().letter(queued(MessageKind.RESET)), writer().letter(queued(MessageKind.RESET))
    assert first.message_id == again.message_id
    assert first.message_id.endswith("@brp.exemple>")
