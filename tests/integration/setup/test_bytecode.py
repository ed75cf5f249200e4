"""What a start loads is compiled at set-up, whatever the environment says: the command of the Makefile is run."""

import os
import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]


def test_what_a_start_loads_is_compiled_at_set_up(tmp_path: Path) -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    [command] = re.findall(r"^\$\(BYTECODE\):.*\n\t@(.*)$", makefile, re.MULTILINE)
    environ = os.environ | {"PYTHONDONTWRITEBYTECODE": "1", "PYTHONPYCACHEPREFIX": str(tmp_path)}
    command = command.replace("$(BIN)/python", sys.executable)
    subprocess.run(("bash", "-euc", command), cwd=ROOT, env=environ, check=True)
    compiled = {file.name.partition(".")[0] for file in tmp_path.rglob("*.pyc")}
    assert {"serving", "gazetteer", "engine", "selectable", "wsgiapp", "upkeep"} <= compiled
