"""Drafts of an import as contents of fiches, whole or only what moved in the file."""

from collections.abc import Collection, Mapping
from dataclasses import replace

from directory.domain.merging import relisted
from fiche.content import FIELDS, Content, with_members
from importers.base import Draft
from importers.drafts import Json
from importers.flat import FLAT_FIELDS, OF_STRUCTURE, flat_values


def content_of(draft: Draft, *, institution: str = "") -> Content:
    """Return the content a draft proposes; ``institution`` owns it when the draft does not say."""
    content = draft.content
    return content if content.institution or not institution else with_members(content, {"institution": institution})


def revised(
    current: Content, draft: Draft, moved: Collection[str], *, last: Draft | None = None, mixed: Collection[str] = ()
) -> Content:
    """Return ``current`` with what moved in the file, and nothing else: what people corrected since stays.

    moved   flat names of the fields that are not what the file said last time.
    mixed   lists among them that others feed too, people or sources: only what ``last`` said of them goes.
    """
    proposed = draft.content
    changed = {name: getattr(proposed, name) for name in moved if name in FIELDS}
    for name in mixed:
        if last is not None:
            changed[name] = relisted(getattr(current, name), getattr(last.content, name), changed[name])
    if not changed.get("institution", "-"):
        # A file that no longer names an owner does not take the fiche from whoever has it.
        del changed["institution"]
    members = {OF_STRUCTURE[name] for name in moved if name in OF_STRUCTURE}
    if members:
        of_structure = {member: getattr(proposed.structure, member) for member in members}
        changed["structure"] = replace(current.structure, **of_structure)
    return replace(current, **changed)


def emptied_by(current: Content, changes: Mapping[str, tuple[Json, Json]]) -> dict[str, bool]:
    """Return the fields that a file empties → whether it may: it erases only what its source said.

    changes   flat name → what the source said and what it says now, in plain JSON.
    """
    said = dict(zip(FLAT_FIELDS, flat_values(current), strict=True))
    return {
        name: is_same(said[name], before)
        for name, (before, after) in changes.items()
        if name in said and not after and said[name]
    }


def is_same(current: object, said: Json) -> bool:
    """Tell whether a value of a fiche is what a source said, blanks and order of codes aside; parts are its own."""
    if isinstance(current, str) and isinstance(said, str):
        return current.split() == said.split()
    if isinstance(current, tuple) and isinstance(said, list) and all(isinstance(each, str) for each in current):
        return set(current) == set(map(str, said))
    return True
