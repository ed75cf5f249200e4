"""One document drawn by Typst. Texts are data: nothing that somebody wrote is ever read as a template."""

import json
from collections.abc import Mapping
from pathlib import Path

import typst

from directory.domain.documents import Data
from directory.pdf.fonts import fonts

TEMPLATES = Path(__file__).resolve().parent.parent.parent / "templates" / "documents"


def drawn(template: str, data: Mapping[str, Data], **pictures: str) -> bytes:
    """Return a PDF/UA-1. ``template``: the name of a file of templates/documents; ``pictures``: SVGs.

    Compiled in one call: a compiler that two threads share refuses the second.
    """
    made = typst.compile(
        str(TEMPLATES / template),
        root=str(TEMPLATES),
        font_paths=fonts(),
        format="pdf",
        pdf_standards=["ua-1"],
        sys_inputs={"data": json.dumps(data), **pictures},
    )
    assert isinstance(made, bytes), "one file is asked for, not one for each page"
    return made
