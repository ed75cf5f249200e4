"""What several fiches of one body share, changed in one go: a phone, a place, the hours."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, replace

from directory.domain.resource import Resource
from directory.domain.rights import Action, may
from directory.services.fiches.editing import StaleVersion, UnknownResource
from directory.services.fiches.structures import KnownStructures
from directory.services.fiches.writing import NotAllowed, Writer, Writing
from fiche.content import Content
from fiche.parts import Place


@dataclass(frozen=True, slots=True)
class Shared:
    """A fiche, and those of its body that one may write and that say the same as it: phone, first place, hours."""

    resource: Resource
    phone: tuple[Resource, ...]
    place: tuple[Resource, ...]
    hours: tuple[Resource, ...]

    @property
    def others(self) -> tuple[Resource, ...]:
        """Return the fiches that share something, each once, by number."""
        found = {each.id: each for each in (*self.phone, *self.place, *self.hours)}
        return tuple(found[number] for number in sorted(found))


@dataclass(frozen=True, slots=True)
class Change:
    """What the fiche says from now on; and the numbers of those that follow it, part by part."""

    content: Content
    phone: Collection[int] = ()
    place: Collection[int] = ()
    hours: Collection[int] = ()


@dataclass(frozen=True, slots=True)
class Together:
    """Fiches saved, and those left as they were because somebody saved them, or took them away, in between.

    seq   of the last change, for showing it in the searches.
    """

    saved: tuple[int, ...]
    left: tuple[int, ...]
    seq: int


class SharedEditing:
    """Raises as ``Writing`` does."""

    def __init__(self, writing: Writing, structures: KnownStructures) -> None:
        self._writing = writing
        self._structures = structures

    def of(self, writer: Writer, resource_id: int) -> Shared:
        found = self._writing.get(writer.actor, resource_id)
        others = [
            each
            for each in self._structures.fiches_of(found.content.structure)
            if each.id != found.id and may(writer.actor, Action.WRITE, owner=each.content.institution)
        ]

        def saying_the_same(value: Callable[[Content], object]) -> tuple[Resource, ...]:
            said = value(found.content)
            return tuple(each for each in others if said and value(each.content) == said)

        return Shared(
            found,
            saying_the_same(lambda content: content.phone),
            tuple(each for each in others if set(found.content.places[:1]) & set(each.content.places)),
            saying_the_same(lambda content: content.hours),
        )

    def save(self, writer: Writer, shared: Shared, change: Change, versions: Mapping[int, int]) -> Together:
        """Save the fiche, then those that follow it, each at the version that was shown.

        Only what a fiche shared is changed in it. The fiche itself raises as any save; the others are saved or left.
        """
        before = shared.resource
        receipt = self._writing.revise(
            writer, before.id, change.content, expected_version=versions.get(before.id, before.version)
        )
        saved, seq, left = [receipt.resource.id], receipt.seq, _gone(shared, change, receipt.resource.content)
        for other in shared.others:
            content = _followed(other, shared, replace(change, content=receipt.resource.content))
            if content == other.content:
                continue
            try:
                version = versions.get(other.id, 0)
                seq = max(seq, self._writing.revise(writer, other.id, content, expected_version=version).seq)
                saved.append(other.id)
            except (StaleVersion, UnknownResource, NotAllowed):
                left.append(other.id)
        return Together(tuple(saved), tuple(dict.fromkeys(left)), seq)


def _gone(shared: Shared, change: Change, after: Content) -> list[int]:
    """Return the fiches that were to follow in something, and no longer say the same as the fiche did."""
    before = shared.resource.content
    parts = (
        (change.phone, shared.phone, before.phone != after.phone),
        (change.place, shared.place, before.places[:1] != after.places[:1]),
        (change.hours, shared.hours, before.hours != after.hours),
    )
    return [
        number
        for chosen, still, has_changed in parts
        for number in sorted(chosen)
        if has_changed and number not in {each.id for each in still}
    ]


def _followed(other: Resource, shared: Shared, change: Change) -> Content:
    """Return what a fiche says once it follows another in what they shared."""
    content, after = other.content, change.content
    if other.id in change.phone and other in shared.phone:
        content = replace(content, phone=after.phone)
    if other.id in change.hours and other in shared.hours:
        content = replace(content, hours=after.hours)
    if other.id in change.place and other in shared.place:
        old, new = shared.resource.content.places[0], after.places[:1]
        content = replace(content, places=_replaced(content.places, old, new))
    return content


def _replaced(places: tuple[Place, ...], old: Place, new: tuple[Place, ...]) -> tuple[Place, ...]:
    return tuple(dict.fromkeys(each for place in places for each in (new if place == old else (place,))))
