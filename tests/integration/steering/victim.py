"""A process that counts three at a time and writes, until it is killed; it says how many it wrote."""

import sys

from directory.domain.steering.counts import Metric
from directory.services.steering.counting import Counters
from directory.store.database import Database
from tests.fiches import NOW


def main(url: str) -> None:
    counters = Counters(Database(url), now=lambda: NOW)
    written = 0
    while True:
        for _ in range(3):
            counters.note(Metric.SEARCHES, [("", "")])
        counters.write()
        written += 3
        sys.stdout.write(f"{written}\n")
        sys.stdout.flush()
