"""A process that saves fiches through the service until it is killed, and prints each save once it is acknowledged."""

import random
import sys

from directory.services.fiches.editing import ResourceService, StaleVersion
from directory.store.database import Database
from tests.fiches import FORM, GAZETTEER, LEA, NOW, fiche


def main(url: str, seed: int, saves: int = 100_000) -> None:
    draw = random.Random(seed)
    service = ResourceService(Database(url), GAZETTEER)
    known: list[int] = []
    for number in range(saves):
        marked = fiche(f"Fiche {seed}-{number}", description="x" * draw.randrange(1, 5000))
        if known and draw.random() < 0.5:
            chosen = draw.choice(known)
            try:
                saved = service.revise(
                    chosen, marked, expected_version=service.get(chosen).version, author=LEA, origin=FORM, now=NOW
                ).resource
            except StaleVersion:
                continue
        else:
            saved = service.create(marked, author=LEA, origin=FORM, now=NOW).resource
            known.append(saved.id)
        sys.stdout.write(f"{saved.id} {saved.version} {marked.title}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main(sys.argv[1], *map(int, sys.argv[2:]))
