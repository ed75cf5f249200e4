"""Faults planted on purpose, each of the kind that the machine is there to find."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import TypeAlias

import pytest

from directory.domain import merging as merging_rules
from directory.domain.changes import Json, Version
from directory.domain.changes import applied as really_applied
from directory.domain.joining import Joined
from directory.domain.joining import join as really_join
from directory.services.duplicates import merging, splitting
from directory.services.imports import undo
from directory.services.reports import proposing
from directory.store.changes import ChangeLog
from directory.store.reports.proposals import ProposalRepository
from directory.store.versions import VersionRepository
from fiche.content import Content
from tests.integration.fiches import lives
from tests.integration.fiches.meetings import RULER, Meetings
from tests.integration.fiches.people import EVERYBODY, SAID

Plant: TypeAlias = Callable[[pytest.MonkeyPatch], None]


def joining_loses_a_text(patch: pytest.MonkeyPatch) -> None:
    def join(base: Content, theirs: Content, yours: Content) -> Joined:
        joined = really_join(base, theirs, yours)
        return replace(joined, content=replace(joined.content, description=theirs.description))

    patch.setattr(lives, "join", join)
    patch.setattr(splitting, "join", join)


def undoing_a_merge_forgets_a_field(patch: pytest.MonkeyPatch) -> None:
    really = splitting._content_without

    def content_without(uow: object, merge: object, staying: object) -> tuple[Content, tuple[str, ...]]:
        content, kept = really(uow, merge, staying)  # type: ignore[arg-type]
        return replace(content, hours=staying.content.hours), kept  # type: ignore[attr-defined]

    patch.setattr(splitting, "_content_without", content_without)


def history_skips_a_version(patch: pytest.MonkeyPatch) -> None:
    really = VersionRepository.insert_many

    def insert_many(self: VersionRepository, versions: Sequence[Version]) -> None:
        really(self, [each for each in versions if each.number != 4])

    patch.setattr(VersionRepository, "insert_many", insert_many)


def the_index_is_not_told_of_the_last_of_several(patch: pytest.MonkeyPatch) -> None:
    really = ChangeLog.append

    def append(self: ChangeLog, ids: Iterable[int], **said: object) -> object:
        told = list(ids)
        return really(self, told[:-1] if len(told) > 1 else told, **said)  # type: ignore[arg-type]

    patch.setattr(ChangeLog, "append", append)


def a_merge_keeps_one_side_of_a_list(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(merging_rules, "united", lambda name, one, other: one)


def a_merge_loses_what_waits_on_the_other_fiche(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(ProposalRepository, "move_open", lambda self, *, from_id, to_id: 0)


def taking_a_part_takes_all(patch: pytest.MonkeyPatch) -> None:
    whole: dict[str, Mapping[str, list[Json]]] = {}
    really = proposing.Proposing.get

    def get(self: proposing.Proposing, actor: object, number: int) -> proposing.Proposed:
        found = really(self, actor, number)  # type: ignore[arg-type]
        whole["changes"] = found.proposal.changes
        return found

    def applied(content: Content, changes: dict[str, list[Json]]) -> Content:
        return really_applied(content, dict(whole.get("changes", changes)))

    patch.setattr(proposing.Proposing, "get", get)
    patch.setattr(proposing, "applied", applied)


def undoing_an_import_leaves_fiches_as_they_are(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(undo, "_before", lambda batch_id, found, versions: found.content)


def anybody_merges(patch: pytest.MonkeyPatch) -> None:
    really = merging.Merging.merge

    def merge(self: merging.Merging, writer: object, *args: object, **said: object) -> object:
        ruler = replace(writer, actor=RULER)  # type: ignore[type-var]
        return really(self, ruler, *args, **said)  # type: ignore[arg-type]

    patch.setattr(merging.Merging, "merge", merge)


FAULTS: tuple[Plant, ...] = (
    joining_loses_a_text,
    undoing_a_merge_forgets_a_field,
    history_skips_a_version,
    the_index_is_not_told_of_the_last_of_several,
    a_merge_keeps_one_side_of_a_list,
    a_merge_loses_what_waits_on_the_other_fiche,
    taking_a_part_takes_all,
    undoing_an_import_leaves_fiches_as_they_are,
    anybody_merges,
)


BOTH = dict.fromkeys(SAID, merging_rules.Choice.BOTH)
OTHERS = dict.fromkeys(SAID, merging_rules.Choice.OTHER)
CLOSED, OPEN_LATE = {"closures": SAID["closures"][1]}, {"hours": SAID["hours"][1]}
TITLED, PHONED = {"title": SAID["title"][2]}, {"phone": SAID["phone"][1]}
STRANGER = EVERYBODY["stranger"]


def live(life: Meetings) -> Meetings:
    """Do a little of everything, in an order in which each fault would show, and return the life once it ended."""
    life.build()
    one, two = sorted(life.kept.contents)
    steps: tuple[Callable[[], object], ...] = (
        lambda: life.save_two_forms(one, TITLED, {"description"}, 1, 0),
        lambda: life.save_two_forms(two, OPEN_LATE, {"phone"}, 1, 1),
        lambda: life.merge(EVERYBODY["consultation"], one, 0, BOTH),
        lambda: life.merge_then_take_back(one, 0, OTHERS, TITLED, {}),
        lambda: life.propose(STRANGER, two, {**CLOSED, "description": SAID["description"][2]}),
        lambda: life.propose(STRANGER, two, {"named_contact": "Monsieur Autre"}),
        lambda: life.merge(RULER, one, 0, BOTH),
        lambda: life.take_a_part(RULER, 1, {"closures"}),
        life.a_worker_and_a_copy_follow,
        lambda: life.take_a_merge_back(RULER, 2),
        lambda: life.merge(RULER, two, 0, OTHERS),
        lambda: life.undo(life.import_a_file({1: "A", 2: "B"})),
        lambda: life.propose(STRANGER, two, OPEN_LATE | PHONED),
        lambda: life.dismiss(RULER, 2),
    )
    try:
        for step in steps:
            step()
            life.all_is_there()
            life.what_was_proposed_is_there()
    finally:
        life.teardown()
    return life
