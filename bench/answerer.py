"""One checkout of the product answering questions for ``bench.beside``, in a process of its own.

Run by its path, with the checkout to measure first on ``PYTHONPATH``: what it imports is that checkout's, whatever this
file lies beside. Reads one line of JSON a question, ``[path, params]``; writes one number a line.
"""

import json
import os
import sys
from collections.abc import Callable
from pathlib import Path

import bench.site
from bench.bases import prepare
from bench.questions import Asked
from bench.raw import RawEngine

START_WITHIN_S = 600.0
"""A busy machine takes its time: nothing is measured before both are ready."""


def main(what: str, cache: str, size: str, seed: str) -> None:
    """Prepare the base, say that it is ready, then answer until the input ends.

    what   ``engine`` alone, or the whole ``site`` over HTTP.
    """
    base = prepare(Path(cache), int(size), int(seed))
    if what == "engine":
        with RawEngine(base.folder) as raw:
            _answer(lambda asked: raw.ask(asked).processor)
        return
    bench.site.START_WITHIN_S = START_WITHIN_S
    # The work of an answer is measured, not what is kept of it. By the environment: an older site takes nothing else.
    os.environ["KEPT_ANSWERS_MB"] = "0"
    with bench.site.Site(base.folder) as site:

        def ask(asked: Asked) -> float:
            spent = site.processor_s()
            site.get(asked)
            return site.processor_s() - spent

        _answer(ask)


def _answer(ask: Callable[[Asked], float]) -> None:
    """Say 0 once ready, then the seconds of processor of each question."""
    _say(0)
    for line in sys.stdin:
        path, params = json.loads(line)
        _say(ask(Asked(path, tuple((name, value) for name, value in params))))


def _say(seconds: float) -> None:
    sys.stdout.write(f"{seconds!r}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main(*sys.argv[1:])
