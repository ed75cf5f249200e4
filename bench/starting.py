"""From nothing to the first answer, and what a process weighs then and once it answered many questions."""

import random
import time
from dataclasses import dataclass

from bench.bases import Base
from bench.questions import KINDS, PAGE, Asked, Asker
from bench.site import Site
from search.places.gazetteer import default_gazetteer

WORKERS = 2
FIRST = Asked(PAGE, (("q", "permis"), ("commune", "13055")))


@dataclass(frozen=True, slots=True)
class Started:
    """The site as it is run, with ``WORKERS`` processes and the one that forks them.

    first_s      from the command to the last byte of a page of results.
    processor_s  of all processes until then.
    worker_s     of one worker, the one that took most.
    at_first     megabytes of the heaviest worker then, with its share of what is in common (PSS).
    later        the same once they answered ``asked`` questions.
    """

    size: int
    first_s: float
    processor_s: float
    worker_s: float
    at_first: float
    asked: int
    later: float


def start(base: Base, rounds: int, seed: int) -> Started:
    """Start the site, ask a page of results at once, then ``rounds`` times each kind of question."""
    asker = Asker(random.Random(f"start {seed}"), base.language, base.taxonomy, default_gazetteer())
    with Site(base.folder, workers=WORKERS) as site:
        site.get(FIRST)
        first_s = time.perf_counter() - site.began
        processor_s, worker_s = site.processor_s(), max(site.workers_s())
        at_first = _heaviest(site)
        for _ in range(rounds):
            for kind in KINDS:
                site.get(kind.ask(asker))
        return Started(base.size, first_s, processor_s, worker_s, at_first, rounds * len(KINDS), _heaviest(site))


def _heaviest(site: Site) -> float:
    return max(memory.share for memory in site.memory_mb())
