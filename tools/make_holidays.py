"""Write the public holidays of France: ``python -m tools.make_holidays``, again when the package ``holidays`` moves.

The package loads the calendars of the whole world: 0.4 s of processor and 20 MB that no process has to spend.
"""

import csv
from collections.abc import Iterable

from directory.services.hours.holidays import FILE, HEADERS, SUBDIVISIONS, YEARS, calendar_of


def rows(years: Iterable[int] = YEARS) -> list[tuple[str, str, str]]:
    """Return each day, its name and the département where it is one; empty for the country."""
    found = []
    for year in years:
        country = calendar_of("", year)
        found += [(f"{day}", name, "") for day, name in country.items()]
        for department in SUBDIVISIONS:
            own = calendar_of(department, year)
            if not country.keys() <= own.keys():
                raise SystemExit(f"{department} does not keep all the holidays of the country in {year}")
            # A day of its own may be one of the country's that year: it then bears both names.
            found += [(f"{day}", name, department) for day, name in own.items() if country.get(day) != name]
    return sorted(found)


def main() -> None:
    FILE.parent.mkdir(exist_ok=True)
    with FILE.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, delimiter=";", lineterminator="\n")
        writer.writerow(HEADERS)
        writer.writerows(rows())


if __name__ == "__main__":
    main()
