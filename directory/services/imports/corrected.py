"""How somebody said that the files of a source are read, as a batch and its source keep it."""

from dataclasses import asdict

from directory.domain.changes import Document, Json
from importers.files.corrections import AS_FOUND, ENCODINGS, Corrections
from importers.files.csv_rows import SEPARATORS

READING = "reading"
"""Option of a batch."""


def corrections_json(said: Corrections) -> Document:
    """Return nothing where all is read as found."""
    return {} if said == AS_FOUND else asdict(said)


def corrections_from(value: Json) -> Corrections:
    """Return what ``corrections_json`` wrote; what is not known any more is as found."""
    kept = value if isinstance(value, dict) else {}
    encoding, separator, titles = str(kept.get("encoding") or ""), str(kept.get("separator") or ""), kept.get("titles")
    return Corrections(
        encoding if encoding in ENCODINGS else "",
        separator if separator in SEPARATORS else "",
        str(kept.get("sheet") or ""),
        titles if isinstance(titles, int) and titles >= 0 else None,
    )
