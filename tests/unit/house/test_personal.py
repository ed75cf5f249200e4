"""The watch over logs and addresses sees what it is there for."""

import pytest

from tests.house.personal import FORMS, Watch


@pytest.mark.parametrize(
    "text",
    [
        "rebuilt for lea@cd13.exemple",
        "/connexion?suite=/i/abcdefghijklmnopqrstuvwxyz",
        "brp_AbCdEfGhIj",
        "$argon2id$v=19$m=19456",
        "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP",
        "abcd-2345-wxyz",
    ],
)
def test_what_has_the_form_of_a_mail_or_of_a_secret_is_found(text: str) -> None:
    watch = Watch()
    watch.look(text, "an event")
    assert len(watch.finds()) == 1


def test_what_is_known_of_somebody_is_found_even_when_it_was_said_before() -> None:
    watch = Watch(phrases={"quatre chevaux"})
    watch.look("account Samia", "an event")
    watch.look("typed quatre chevaux verts", "an address")
    watch.people.add("Samia")
    assert len(watch.finds()) == 2


def test_what_is_of_nobody_is_not() -> None:
    watch = Watch(people={"Samia"}, phrases={"quatre chevaux"})
    for text in (
        "/ressources/<int:resource_id>",
        "GET",
        "2026-03-02T09:30:00Z",
        "search.unavailable",
        "p@ge",
        "caf-13",
    ):
        watch.look(text, "an event")
    assert watch.finds() == [] and FORMS


def test_who_is_known_to_one_worker_is_found_in_what_another_read() -> None:
    one, other, both = Watch(people={"Samia"}), Watch(), Watch()
    other.look("account Samia", "an event")
    for each in (one, other):
        both.add(each.handed_over())
    assert len(both.finds()) == 1
