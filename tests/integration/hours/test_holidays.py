"""The file of public holidays says what the package that it is made from says."""

import csv
from datetime import date

from directory.services.hours.holidays import FILE, YEARS, holiday_name
from tools.make_holidays import rows


def test_the_file_is_what_the_package_says_today() -> None:
    with FILE.open(encoding="utf-8", newline="") as file:
        kept = [tuple(line) for line in csv.reader(file, delimiter=";")][1:]
    # In 2030 a day of Guyane is one of the country's too.
    for year in (YEARS.start, 2030):
        assert [row for row in kept if row[0].startswith(str(year))] == rows([year]), "python -m tools.make_holidays"


def test_a_year_that_the_file_lacks_is_asked_of_the_package() -> None:
    later = YEARS.stop + 1
    assert holiday_name(date(later, 12, 26), "67") == "jour férié, Saint-Étienne"
    assert holiday_name(date(later, 12, 26), "13") == ""


def test_a_day_of_the_file_is_named_where_it_is_one() -> None:
    assert holiday_name(date(2026, 12, 25), "13") == "jour férié, Noël"
    assert holiday_name(date(2026, 12, 20), "974") == "jour férié, Abolition de l'esclavage"
    assert holiday_name(date(2026, 12, 20), "13") == ""
