"""Every kind of message has a heading for reports, and none is left over."""

import re
from pathlib import Path

import directory.services.imports
import importers
from importers.headings import HEADINGS

SOURCES = (Path(importers.__file__).parent, Path(directory.services.imports.__file__).parent)
_KIND = re.compile(r'(?:Flaw|RowMessage|refuse|warn)\(\s*(?:[\w.\[\]]+,\s*)?"([a-z-]+)"')


def test_every_kind_of_message_has_its_heading() -> None:
    used = {
        kind
        for folder in SOURCES
        for path in folder.rglob("*.py")
        for kind in _KIND.findall(path.read_text(encoding="utf-8"))
    }
    assert used == set(HEADINGS)
