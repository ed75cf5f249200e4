"""The classification that comes with the product, as the search reads it."""

import csv
from pathlib import Path

import pytest

from search.text.expressions import key_of
from search.text.need_words import NeedWords, equal_expressions

ROOT = Path(__file__).parents[4]
DATA = ROOT / "directory" / "domain" / "data"
REFERENCE = ROOT.parent / "shared" / "reference" / "taxonomy.csv"


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter=";"))


NEEDS = rows(DATA / "taxonomy.csv")
NUMBERS = rows(DATA / "emergency.csv")
WORDS = {row["code_besoin"]: row["mots"].split("|") for row in NEEDS}


def test_need_codes_are_unique() -> None:
    assert len(WORDS) == len(NEEDS)


def test_every_family_has_one_label_and_one_part() -> None:
    said = {(row["code_famille"], row["famille"], row["volet"]) for row in NEEDS}
    assert len(said) == len({row["code_famille"] for row in NEEDS})


def test_the_order_is_that_of_the_file() -> None:
    assert [int(row["ordre"]) for row in NEEDS] == list(range(1, len(NEEDS) + 1))


def test_every_need_of_the_convention_is_there_as_worded() -> None:
    if not REFERENCE.exists():
        pytest.skip("the reference classification is not on this machine")
    ours = {row["code_besoin"]: row for row in NEEDS}
    for row in rows(REFERENCE):
        assert {key: ours[row["code_besoin"]][key] for key in row} == row


def test_the_offer_of_pole_emploi_is_classified_too() -> None:
    families = {row["code_famille"] for row in NEEDS if row["volet"] == "offre-pole-emploi"}
    assert len(families) == 6


@pytest.mark.parametrize("code", sorted(WORDS))
def test_every_need_has_search_words_with_a_meaning(code: str) -> None:
    said = WORDS[code]
    assert len(said) == len({key_of(one) for one in said}) or len(set(said)) == len(said)
    assert len(equal_expressions(said)) >= 5
    assert all(key_of(one) for one in said)


def test_no_expression_names_two_needs() -> None:
    named = NeedWords.of(WORDS, {})
    for code, said in WORDS.items():
        for one in equal_expressions(said):
            assert named.codes(key_of(one)) == (code,), one


def test_emergency_numbers_answer_known_needs() -> None:
    numbers = [row["numero"].replace("\u00a0", " ") for row in NUMBERS]
    assert {"15", "17", "18", "112", "114", "115", "119", "3114", "3919", "3018", "3977", "116 006"} <= set(numbers)
    assert len(set(numbers)) == len(numbers)
    for row in NUMBERS:
        assert row["libelle"] and row["description"]
        assert set(row["besoins"].split("|")) <= set(WORDS)
