"""docs/settings.md tells every setting, as the code reads it."""

import os
import re
import tempfile
from dataclasses import fields
from pathlib import Path

from directory.settings import SETTINGS, Settings, read_settings
from tests.architecture.sources import ROOT, named, relative

PAGE = (ROOT / "docs" / "settings.md").read_text(encoding="utf-8")
PROCESS_FILES = ("gunicorn.conf.py", "wsgi.py", "tools/serve.py")


def test_the_documented_table_is_the_one_the_code_reads() -> None:
    found = re.search(r"<!-- settings -->\n(.*?)\n<!-- /settings -->", PAGE, re.DOTALL)
    assert found is not None
    assert found.group(1) == settings_table()


def test_every_setting_has_a_field_and_its_default_is_readable() -> None:
    assert [field.name for field in fields(Settings)] == [setting.name.lower() for setting in SETTINGS]
    assert read_settings({"ENVIRONMENT": "development"}).is_development


def test_every_variable_of_the_processes_is_documented() -> None:
    known = {setting.name for setting in SETTINGS}
    for name in PROCESS_FILES:
        text = (ROOT / name).read_text(encoding="utf-8")
        for variable in set(re.findall(r"environ(?:\.get\(|\[|\.setdefault\()\"([A-Z_]+)\"", text)) - known:
            assert f"`{variable}`" in PAGE, f"{name} reads {variable}"


def test_no_header_says_where_the_site_stands() -> None:
    assert '\nforwarder_headers = ""\n' in (ROOT / "gunicorn.conf.py").read_text(encoding="utf-8")


def test_the_environment_is_read_at_the_edge_alone() -> None:
    for path in named(".py"):
        name = relative(path)
        if name.startswith(("directory/", "fiche/", "search/", "importers/")):
            assert "os.environ" not in path.read_text(encoding="utf-8"), f"{name}: ask directory.settings"


def test_settings_make_no_folder_by_being_read() -> None:
    with tempfile.TemporaryDirectory() as folder:
        absent = Path(folder) / "absent"
        read_settings({"ENVIRONMENT": "development", "DATA_DIR": os.fspath(absent)})
        assert not absent.exists()


def settings_table() -> str:
    """Return the documentation of the settings, as a Markdown table."""
    lines = ["| Variable | Type | Default | Meaning |", "| --- | --- | --- | --- |"]
    for setting in SETTINGS:
        default = f"`{setting.default}`" if setting.default else "empty"
        lines.append(f"| `{setting.name}` | {setting.kind} | {default} | {setting.help} |")
    return "\n".join(lines)
