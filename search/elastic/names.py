"""The names of the indices under one prefix, and which of them serves, is kept, is being built.

A *generation* is one index made by one rebuild, ``<prefix>-<layout>-<fingerprint>-<number>``. Three aliases say what a
generation is for: without suffix, it is the one that is searched; ``…-previous``, the one kept for a rollback;
``…-building``, one that is not whole yet. These aliases move from one generation to another, and each node of a cluster
finds what is behind them in its own copy of the cluster's state, which may be late: they are read, never written to.

Each generation has a fourth alias, its *address*, that is made with it and never moves. Writes go there: a late node
knows the right index or none, and a write to an alias that is not there is refused where a write to an index that is
not there would make one.
"""

from dataclasses import dataclass

from elasticsearch import Elasticsearch

from search.document import FINGERPRINT

LAYOUT = 2
"""Changed when indices are named or written to otherwise, so that an index made before is built again, not misread."""


def address_of(index: str) -> str:
    """Return the alias that writes to a generation, or to the index of cursors, are sent to."""
    return f"{index}-address"


@dataclass(frozen=True, slots=True)
class Names:
    """Names of aliases and indices under one prefix."""

    prefix: str

    @property
    def live(self) -> str:
        return f"{self.prefix}-{LAYOUT}-{FINGERPRINT}"

    @property
    def previous(self) -> str:
        return f"{self.live}-previous"

    @property
    def building(self) -> str:
        return f"{self.live}-building"

    @property
    def generations(self) -> str:
        """The pattern that every generation of this version of the product matches."""
        return f"{self.live}-*"

    @property
    def state(self) -> str:
        """The index of cursors."""
        return f"{self.prefix}-state"


@dataclass(frozen=True, slots=True)
class Roles:
    """What each generation is for, as one node saw it: that node may be late.

    idle   generations that no alias but their address names: they were replaced, and are to be deleted.
    """

    live: str | None
    previous: str | None
    building: str | None
    idle: tuple[str, ...]

    @property
    def others(self) -> tuple[str, ...]:
        """The generations that are fed beside the live one."""
        return tuple(index for index in (self.previous, self.building) if index is not None)


def roles_of(client: Elasticsearch, names: Names) -> Roles:
    """Ask a node what each generation is for."""
    found = {index: set(about["aliases"]) for index, about in client.indices.get_alias(index=names.generations).items()}

    def having(alias: str) -> str | None:
        return next((index for index, aliases in found.items() if alias in aliases), None)

    moving = {names.live, names.previous, names.building}
    idle = tuple(index for index, aliases in found.items() if not aliases & moving)
    return Roles(having(names.live), having(names.previous), having(names.building), idle)
