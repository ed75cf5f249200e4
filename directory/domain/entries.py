"""What somebody is typing in the form of a fiche, kept until it is saved or given up."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

OWNER = "institution"
"""Name in the form of the institution that will keep a new fiche."""
LIFE = timedelta(days=30)
"""How long an entry that nobody touches is kept."""
MOST_ENTRIES = 30
"""Entries that one person may have; the oldest give way."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One form being filled.

    key            its own number, drawn at the first keystroke: two tabs have two entries.
    resource_id    the fiche being modified; None for a new one.
    base_version   the version of it that the form began from; 0 for a new one.
    revision       one more at each sending: an older one never replaces a newer one.
    typed          names of the form to what was typed, as JSON.
    """

    key: str
    account_id: int
    resource_id: int | None
    base_version: int
    revision: int
    typed: str
    at: datetime


Typed = Mapping[str, Sequence[str]]


def pairs(typed: Typed) -> Iterator[tuple[str, str]]:
    """Give each value with its name."""
    for name, values in typed.items():
        for value in values:
            yield name, value


def handed_over(entry: Entry, institution: str, heir: str) -> Entry:
    """Return the entry of a new fiche for another institution, if it was typed for this one."""
    typed = json.loads(entry.typed)
    if typed.get(OWNER) != [institution]:
        return entry
    return replace(entry, typed=json.dumps({**typed, OWNER: [heir]}, ensure_ascii=False))


def without(entry: Entry, name: str) -> Entry:
    """Return an entry in which the field of that name is empty, if it was typed at all."""
    typed = json.loads(entry.typed)
    return replace(entry, typed=json.dumps({**typed, name: [""]}, ensure_ascii=False)) if name in typed else entry
