"""Every kind of message has a heading for reports, and none is left over."""

import re
from pathlib import Path

import directory.services.imports
import importers
from importers import headings
from importers.headings import HEADINGS

SOURCES = (Path(importers.__file__).parent, Path(directory.services.imports.__file__).parent)
_KIND = re.compile(r'(?:Flaw|RowMessage|refuse|warn)\(\s*(?:[\w.\[\]]+,\s*)?"([a-z-]+)"')


def test_every_kind_of_message_has_its_heading() -> None:
    texts = [
        path.read_text(encoding="utf-8")
        for folder in SOURCES
        for path in folder.rglob("*.py")
        if path != Path(headings.__file__)
    ]
    used = {kind for text in texts for kind in _KIND.findall(text)}
    assert used - set(HEADINGS) == set()
    # Some kinds have a name of their own where they are made.
    assert [kind for kind in HEADINGS if not any(f'"{kind}"' in text for text in texts)] == []
