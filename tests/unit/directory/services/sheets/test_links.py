"""The link of a sheet opens what was signed, for a year, with former keys too."""

from datetime import date, timedelta

import pytest

from directory.services.sheets.links import LIFE, LinkRefused, SheetLink, SheetLinks, WhyNot

DAY = date(2026, 11, 26)
OLD, NEW = "a" * 32, "b" * 32


def test_a_link_says_the_day_and_the_fiches_in_their_order() -> None:
    links = SheetLinks((NEW,))
    assert links.read(links.make(DAY, (40, 12)), DAY) == SheetLink(DAY, (40, 12))


def test_a_link_of_a_former_key_is_still_read_and_new_ones_are_signed_with_the_newest() -> None:
    former = SheetLinks((OLD,)).make(DAY, (1,))
    assert SheetLinks((NEW, OLD)).read(former, DAY).ids == (1,)
    assert SheetLinks((NEW,)).read(SheetLinks((NEW, OLD)).make(DAY, (1,)), DAY).ids == (1,)
    with pytest.raises(LinkRefused):
        SheetLinks((NEW,)).read(former, DAY)


@pytest.mark.parametrize("secret", ["", "x", "WzBd.aaaa", "é" * 30, "A" * 5_000, "WzEsMl0"])
def test_what_was_not_made_here_opens_nothing(secret: str) -> None:
    with pytest.raises(LinkRefused) as caught:
        SheetLinks((NEW,)).read(secret, DAY)
    assert caught.value.why is WhyNot.UNKNOWN


def test_a_link_with_a_sign_changed_opens_nothing() -> None:
    secret = SheetLinks((NEW,)).make(DAY, (1, 2))
    for at in range(len(secret)):
        forged = secret[:at] + ("A" if secret[at] != "A" else "B") + secret[at + 1 :]
        if at == len(secret) - 1:
            continue  # The last sign of a base64 text has bits that mean nothing.
        with pytest.raises(LinkRefused):
            SheetLinks((NEW,)).read(forged, DAY)


def test_a_link_is_over_after_a_year() -> None:
    links = SheetLinks((NEW,))
    secret = links.make(DAY, (1,))
    assert links.read(secret, DAY + LIFE).until == DAY + LIFE
    with pytest.raises(LinkRefused) as caught:
        links.read(secret, DAY + LIFE + timedelta(days=1))
    assert caught.value.why is WhyNot.OVER
