"""The offices of the demonstration: invented names, numbers and divisions, over real towns.

Ten pôles d’insertion, as the convention's annexe 4 counts; which towns each answers for is made up here, and some towns
have none on purpose.
"""

import csv
from collections.abc import Iterator
from datetime import datetime, timedelta

from directory.demo.catalogue import DATA
from directory.domain.offices import Office, OfficeKind


def demo_offices(now: datetime) -> Iterator[Office]:
    """Give the offices, each as if somebody had confirmed it some days ago."""
    with (DATA / "offices.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file, delimiter=";"):
            yield Office(
                0, OfficeKind(row["kind"]), row["name"], row["institution"], None, row["phone"], row["email"],
                row["address"], row["postcode"], row["commune"], int(row["rank"]), row["note"],
                now - timedelta(days=int(row["verified_days_ago"])), areas=tuple(row["areas"].split()),
            )  # fmt: skip
