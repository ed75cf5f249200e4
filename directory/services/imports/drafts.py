"""Drafts of an import as contents of fiches, whole or only what moved in the file."""

from collections.abc import Collection
from dataclasses import replace

from fiche.content import FIELDS, Content
from importers.base import Draft
from importers.flat import OF_STRUCTURE


def content_of(draft: Draft, *, institution: str = "") -> Content:
    """Return the content a draft proposes; ``institution`` owns it when the draft does not say."""
    content = draft.content
    return content if content.institution or not institution else replace(content, institution=institution)


def revised(current: Content, draft: Draft, moved: Collection[str]) -> Content:
    """Return ``current`` with what moved in the file, and nothing else: what people corrected since stays.

    moved   flat names of the fields that are not what the file said last time.
    """
    proposed = draft.content
    changed = {name: getattr(proposed, name) for name in moved if name in FIELDS}
    if not changed.get("institution", "-"):
        # A file that no longer names an owner does not take the fiche from whoever has it.
        del changed["institution"]
    members = {OF_STRUCTURE[name] for name in moved if name in OF_STRUCTURE}
    if members:
        of_structure = {member: getattr(proposed.structure, member) for member in members}
        changed["structure"] = replace(current.structure, **of_structure)
    return replace(current, **changed)
