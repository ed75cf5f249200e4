"""Cells of phone numbers as files hold them: faxes, territories, hours and names beside a number."""

import pytest

from importers.cells.phones import PhonesRead, as_precision, read_phones


def told(text: str, region: str = "FR") -> tuple[tuple[str, ...], list[str], str]:
    read = read_phones(text, region)
    return read.numbers, [flaw.kind for flaw in read.flaws], read.words


@pytest.mark.parametrize(
    "text, region, numbers",
    [
        ("+687 27 00 00", "NC", ("+687 27 00 00",)),
        ("27 00 00", "NC", ("+687 27 00 00",)),
        ("27.00.00 / 75 12 34", "NC", ("+687 27 00 00", "+687 75 12 34")),
        ("40 41 42 43", "PF", ("+689 40 41 42 43",)),
        ("041 12 34", "PM", ("+508 41 12 34",)),
        ("72 12 34", "WF", ("+681 72 12 34",)),
        ("04 65 71 00 00", "NC", ("04 65 71 00 00",)),
        ("0590 65 71 00", "GP", ("05 90 65 71 00",)),
        ("+33 5 90 65 71 00", "GP", ("05 90 65 71 00",)),
        ("+590 590 65 71 00", "FR", ("05 90 65 71 00",)),
        ("+33 6 92 12 34 56", "RE", ("06 92 12 34 56",)),
        ("0033 594 30 12 34", "GF", ("05 94 30 12 34",)),
        ("+33 (0)5 96 12 34 56", "MQ", ("05 96 12 34 56",)),
        ("0269 61 12 34", "YT", ("02 69 61 12 34",)),
    ],
)
def test_a_number_of_every_territory_is_read(text: str, region: str, numbers: tuple[str, ...]) -> None:
    assert read_phones(text, region) == PhonesRead(numbers)


@pytest.mark.parametrize("text", ["27 00 00", "40 41 42 43", "041 12 34"])
def test_a_number_of_six_or_eight_digits_is_none_elsewhere(text: str) -> None:
    assert told(text)[:2] == ((), ["telephone-invalide"])


@pytest.mark.parametrize(
    "text",
    [
        "Tél : 04 65 71 00 00 Fax : 04 65 71 00 09",
        "04 65 71 00 00 / 04 65 71 00 09 (fax)",
        "T. 04 65 71 00 00 - F. 04 65 71 00 09",
        "Télécopie 04 65 71 00 09 - Tél. 04 65 71 00 00",
        "04 65 71 00 00 (télécopieur : 04 65 71 00 09 ou 04 65 71 00 08)",
        "04 65 71 00 00, 04 65 71 00 09 fax",
    ],
)
def test_a_fax_is_left_out_and_told(text: str) -> None:
    assert told(text) == (("04 65 71 00 00",), ["fax-ecarte"], "")


@pytest.mark.parametrize("text", ["Tél/Fax : 04 65 71 00 00", "Tél. et fax 04 65 71 00 00", "Tel-Fax: 0465710000"])
def test_a_line_that_is_also_a_fax_is_called(text: str) -> None:
    assert told(text) == (("04 65 71 00 00",), [], "")


def test_a_cell_that_holds_a_fax_alone_gives_no_number() -> None:
    assert told("Fax 04 65 71 00 09") == ((), ["fax-ecarte"], "")


@pytest.mark.parametrize(
    "text",
    [
        "04 65 71 00 00 (de 9h à 18h, du lundi au vendredi)",
        "04 65 71 00 00 à partir de 15h",
        "04 65 71 00 00 17h-19h",
        "04 65 71 00 00 le 15 de chaque mois",
        "04 65 71 00 00 - 18 rue du Port",
        "04 65 71 00 00 bureau 115",
        "04 65 71 00 00 / 17",
        "04 65 71 00 00, service gratuit de 15 min",
        "04 65 71 00 00 Mme Durand",
    ],
)
def test_what_stands_beside_a_number_is_kept_as_words_and_is_no_number(text: str) -> None:
    assert told(text) == (("04 65 71 00 00",), ["telephone-avec-mots"], text)


@pytest.mark.parametrize(
    "text, numbers",
    [
        ("appeler le 115", ("115",)),
        ("SIAO 115", ("115",)),
        ("115 (24h/24)", ("115",)),
        ("3646 (service gratuit + prix appel)", ("3646",)),
        ("04 65 71 00 00, en cas d’urgence composer le 18", ("04 65 71 00 00", "18")),
        ("Accueil : 04 65 71 00 40 - Urgences : 04 65 71 00 41", ("04 65 71 00 40", "04 65 71 00 41")),
    ],
)
def test_numbers_announced_or_named_are_kept_with_their_words(text: str, numbers: tuple[str, ...]) -> None:
    assert told(text) == (numbers, ["telephone-avec-mots"], text)


@pytest.mark.parametrize(
    "text, numbers",
    [
        ("Tél 1 : 04 65 71 00 00 Tél 2 : 04 65 71 00 01", ("04 65 71 00 00", "04 65 71 00 01")),
        ("04 65 71 00 00 ou 115", ("04 65 71 00 00", "115")),
        ("Numéro vert : 0 800 800 824 (gratuit)", ("0 800 80 08 24",)),
        ("18", ("18",)),
        ("tél. 17", ("17",)),
    ],
)
def test_words_that_only_announce_a_number_are_not_kept(text: str, numbers: tuple[str, ...]) -> None:
    assert told(text) == (numbers, [], "")


@pytest.mark.parametrize(
    "text", ["04 65 71 00 00 17", "04/65/71/00/00/17", "06 39 12 34 5 115", "tél 15h-18h", "de 9h à 18h"]
)
def test_the_rest_of_a_wrong_number_is_no_number(text: str) -> None:
    assert told(text) == ((), ["telephone-invalide"], "")


def test_words_say_that_they_are_about_the_phone() -> None:
    assert as_precision("04 65 71 00 00 à partir de 15h") == "Téléphone\u00a0: 04 65 71 00 00 à partir de 15h"
    assert as_precision("Tél. 04 65 71 00 00 à partir de 15h") == "Tél. 04 65 71 00 00 à partir de 15h"
