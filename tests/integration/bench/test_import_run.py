"""The bench of imports runs, and its file is one that the product takes whole."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from bench.full_file import COLUMNS, FullFile
from bench.import_against import RUN
from tests.fiches import GAZETTEER, TAXONOMY


@pytest.mark.parametrize("is_terse", [False, True])
def test_the_file_has_28_columns_all_filled(tmp_path: Path, is_terse: bool) -> None:
    path = tmp_path / "file.csv"
    FullFile(TAXONOMY, GAZETTEER, is_terse=is_terse).write(path, 20)
    lines = [line.split(";") for line in path.read_text(encoding="utf-8").splitlines()]
    assert len(COLUMNS) == 28
    assert len(lines) == 21
    assert all(len(line) == 28 and all(line) for line in lines)


def test_a_checkout_tells_each_step_of_both_imports(tmp_path: Path) -> None:
    file = tmp_path / "file.csv"
    FullFile(TAXONOMY, GAZETTEER).write(file, 20)
    said = subprocess.run(
        (sys.executable, "-P", str(RUN), str(tmp_path), str(file)),
        env=os.environ | {"PYTHONPATH": str(RUN.parents[1])}, stdout=subprocess.PIPE, text=True, check=True,
    ).stdout  # fmt: skip
    steps = [json.loads(line) for line in said.splitlines()]
    assert [step["step"] for step in steps] == [
        f"{which}: {what}" for which in ("first", "again") for what in ("tried", "applied", "index at the end")
    ]
    assert all(step["peak_mb"] > 0 for step in steps)
