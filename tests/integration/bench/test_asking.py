"""The bench asks the engine what the product asks it."""

from pathlib import Path
from random import Random

from bench.bases import prepare
from bench.beside import Kinds, Spent, report
from bench.questions import KINDS, Asker
from bench.raw import RawEngine
from search.places.gazetteer import default_gazetteer


def test_every_kind_of_question_is_answered_and_told(tmp_path: Path) -> None:
    base = prepare(tmp_path, 30, 1)
    asker = Asker(Random(1), base.language, base.taxonomy, default_gazetteer())
    spent: Kinds = {}
    with RawEngine(base.folder) as engine:
        for kind in KINDS:
            seconds = engine.ask(kind.ask(asker)).processor
            assert seconds > 0
            spent[kind.code] = Spent([seconds], [seconds / 2])
    lines = list(report(spent))
    assert len(lines) == len(KINDS) + 3
    assert lines[-1].endswith("| **0.500** |")
