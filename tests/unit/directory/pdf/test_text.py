"""Any text becomes one that can be printed; what cannot be drawn is counted."""

import pytest

from directory.pdf.text import LONGEST_CHARS, Cleaner, safe_link

DRAWN = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFÉéèœ’«»–€.,:;?!/0123456789 \u00a0")


@pytest.mark.parametrize(
    "text, expected, lost",
    [
        ("café", "café", 0),
        ("cafe\u0301", "café", 0),
        ("9 h : ouvert !", "9\u00a0h\u00a0: ouvert\u00a0!", 0),
        ("« oui »", "«\u00a0oui\u00a0»", 0),
        ("a\u202fb\u2003c\td", "a\u00a0b c d", 0),
        ("a\u200bb\x00c\ufeffd", "abcd", 0),
        ("ﬁn", "fin", 0),
        ("日本 ok", "?? ok", 2),
        ("a\nb", "a\nb", 0),
        ("😀", "?", 1),
    ],
)
def test_a_text_is_made_printable(text: str, expected: str, lost: int) -> None:
    cleaner = Cleaner(DRAWN)
    assert (cleaner.text(text), cleaner.unprintable) == (expected, lost)


def test_a_text_without_end_is_cut() -> None:
    assert len(Cleaner(DRAWN).text("a" * 100_000)) == LONGEST_CHARS


def test_no_sign_of_unicode_is_left_that_cannot_be_drawn() -> None:
    cleaner, allowed = Cleaner(DRAWN), DRAWN | {"\n", "?"}
    for start in range(0, 0x110000, LONGEST_CHARS):
        signs = (
            chr(each) for each in range(start, min(start + LONGEST_CHARS, 0x110000)) if not 0xD800 <= each < 0xE000
        )
        assert set(cleaner.text("".join(signs))) <= allowed


def test_structures_keep_their_shape_and_addresses_are_safe() -> None:
    said = Cleaner(DRAWN).cleaned(
        {"a": ["b", {"c_link": "javascript:alert(1)", "d_link": "tel:112"}], "n": 3, "yes": True}
    )
    assert said == {"a": ["b", {"c_link": "", "d_link": "tel:112"}], "n": 3, "yes": True}
    assert safe_link("https://é.example") == "" and safe_link("tel:" + "1" * 3_000) == ""
