"""Print how often the first place proposed is the one meant, and whether a wrong one is ever taken in silence.

Run ``python -m bench.places``. ``judged.tsv`` holds the département of the base, what was typed and the place meant
("ask" where only a question is right). A choice is silent and wrong when it is taken, is not the place meant, and the
place meant is not offered beside it.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import click

from search.places.gazetteer import Gazetteer, default_gazetteer
from search.places.territory import Territory

JUDGED = Path(__file__).parent / "judged.tsv"
ASK = "ask"


@dataclass(frozen=True, slots=True)
class Judged:
    department: str
    typed: str
    meant: str


@dataclass(frozen=True, slots=True)
class Outcome:
    """What was proposed first, and whether it was taken; ``is_silent``: taken, wrong, and the right one not offered."""

    judged: Judged
    first: str
    is_taken: bool
    is_silent: bool

    @property
    def is_right(self) -> bool:
        if self.judged.meant == ASK:
            return not self.is_taken
        return self.first == self.judged.meant


def judged_places() -> Iterator[Judged]:
    """Yield the lines of the file, comments aside."""
    for line in JUDGED.read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            yield Judged(*line.split("\t"))


def outcomes(gazetteer: Gazetteer) -> Iterator[Outcome]:
    """Resolve every line in the territory of its département."""
    territories: dict[str, Territory] = {}
    for judged in judged_places():
        department = judged.department
        if department not in territories:
            territories[department] = gazetteer.territory_around([department], ())
        found = gazetteer.resolve(judged.typed, territories[department])
        places = [found.taken] if found.taken else []
        labels = [place.label for place in (*places, *found.others)]
        is_taken = found.taken is not None
        is_silent = is_taken and judged.meant not in labels
        yield Outcome(judged, labels[0] if labels else "", is_taken, is_silent)


def main() -> None:
    """Print the shares by territory, then every line that is not right."""
    found = list(outcomes(default_gazetteer()))
    for department in dict.fromkeys(outcome.judged.department for outcome in found):
        _print_share(department, [outcome for outcome in found if outcome.judged.department == department])
    _print_share("all", found)
    for outcome in found:
        if not outcome.is_right or outcome.is_silent:
            said = "silent" if outcome.is_silent else "taken" if outcome.is_taken else "asked"
            click.echo(f"  {outcome.judged.department} {outcome.judged.typed!r}: meant {outcome.judged.meant}, "
                       f"{said} {outcome.first or 'nothing'}")  # fmt: skip


def _print_share(name: str, found: list[Outcome]) -> None:
    counts = Counter(right=0, taken=0, silent=0)
    for outcome in found:
        counts["right"] += outcome.is_right
        counts["taken"] += outcome.is_taken
        counts["silent"] += outcome.is_silent
    share = 100 * counts["right"] / len(found)
    click.echo(f"{name:>4}: {len(found)} typed, first proposal right {counts['right']} ({share:.1f} %), "
               f"taken at once {counts['taken']}, silent wrong choices {counts['silent']}")  # fmt: skip


if __name__ == "__main__":
    main()
