"""What a save is asked for: all that annexe 1 requires when a fiche is created, good values where it changes one."""

from directory.domain.resource import REQUIRED, REQUIRED_FIELDS, missing_fields
from directory.services.fiches.checks import ContentError
from fiche.codes import Status
from fiche.content import Content

SEVERAL_ANSWERS = frozenset({"adresse", "contact"})
"""What is required and may be answered in more than one way: the sentence says which."""


TOGETHER = {"valid_to": "valid_from"}
"""Fields told wrong because of another."""


def required_errors(content: Content) -> list[ContentError]:
    """Return what annexe 1 requires of a new fiche and this one does not say."""
    return [
        ContentError(REQUIRED_FIELDS[key], "valeur-manquante", reason=REQUIRED[key] if key in SEVERAL_ANSWERS else "")
        for key in missing_fields(content)
        # A structure without a name is told by the checks, which ask it of every fiche.
        if key != "structure"
    ]


def asks_all(before: Content | None, after: Content) -> bool:
    """Say whether a save is asked for all that annexe 1 requires: a fiche that is shown for the first time is."""
    return after.status == Status.PUBLISHED and (before is None or before.status == Status.DRAFT)


def archived_unseen(before: Content, after: Content) -> list[ContentError]:
    """Return what keeps a draft from being archived: nobody could read it, and an archived fiche has a page."""
    is_unseen = after.is_archived and not before.has_page
    return [ContentError("status", "brouillon-archive", after.status)] if is_unseen else []


def is_touched(error: ContentError, before: Content, after: Content) -> bool:
    """Say whether an error is about something that this save changes."""
    name, *steps = error.field.split(".")
    old, new = getattr(before, name), getattr(after, name)
    if old == new:
        other = TOGETHER.get(name)
        return other is not None and getattr(before, other) != getattr(after, other)
    if not steps:
        return not (isinstance(old, tuple) and error.value in old)
    if steps[0].isdigit():
        return bool(new[int(steps[0])] not in old)
    return bool(getattr(old, steps[0]) != getattr(new, steps[0]))
