"""docs/security.md answers every requirement of its chapters of ASVS 5.0.0, level 2, and names tests that exist."""

import re
from collections.abc import Iterator

from tests.architecture.sources import ROOT

PAGE = (ROOT / "docs" / "security.md").read_text(encoding="utf-8")
SHORT = {"A": "tests/integration/accounts", "W": "tests/web", "B": "tests/browser/accounts"}
LAST_OF_SECTION = {
    "6.1": 3, "6.2": 11, "6.3": 4, "6.4": 4, "6.5": 5, "6.6": 3, "6.8": 4, "7.1": 3, "7.2": 4, "7.3": 2, "7.4": 5,
    "7.5": 2, "7.6": 2, "8.1": 2, "8.2": 3, "8.3": 1, "8.4": 1, "9.1": 3, "9.2": 4, "10.1": 2, "10.2": 2, "10.3": 4,
    "10.4": 11, "10.5": 5, "10.6": 2, "10.7": 3, "3.3": 4, "16.1": 1, "16.2": 5, "16.3": 4, "16.4": 3, "16.5": 3,
}  # fmt: skip
"""Requirements of levels 1 and 2 of each section: they come first, those of level 3 after them."""
NUMBER = r"\d+\.\d+\.\d+"


def answered() -> Iterator[str]:
    """Give the numbers that the first cells of the tables name; "6.6.1 to 6.6.3" names three."""
    for cell in re.findall(r"^\| ([^|]*) \|", PAGE, re.MULTILINE):
        for first, last in re.findall(rf"({NUMBER}) to ({NUMBER})", cell):
            section, low = first.rsplit(".", 1)
            yield from (f"{section}.{each}" for each in range(int(low), int(last.rsplit(".", 1)[1]) + 1))
        yield from re.findall(NUMBER, re.sub(rf"{NUMBER} to {NUMBER}", "", cell))


def test_every_requirement_is_answered_once() -> None:
    numbers = list(answered())
    wanted = {f"{section}.{each}" for section, last in LAST_OF_SECTION.items() for each in range(1, last + 1)}
    assert wanted - set(numbers) == set()
    assert sorted(each for each in set(numbers) if numbers.count(each) > 1) == []


def test_what_is_said_to_be_lacking_is_told_why() -> None:
    reasons = PAGE.partition("## Not met")[2]
    for cell in re.findall(r"^\| ([^|]*) \|[^|]*\*\*(?:not met|met in part)", PAGE, re.MULTILINE):
        number = re.match(NUMBER, cell)
        assert number is not None and number.group() in reasons, cell


def test_every_test_named_exists() -> None:
    named = 0
    for line in PAGE.splitlines():
        path = ""
        for short, said in re.findall(r"\b([AWB])?`((?:/|tests/|::)[^`]*)`", line):
            file, _, test = said.partition("::")
            path = f"{SHORT[short]}{file}" if short else file or path
            assert (ROOT / path).is_file() or (ROOT / path).is_dir(), said
            if test:
                assert f"def {test}(" in (ROOT / path).read_text(encoding="utf-8"), said
                named += 1
    assert named > 50
