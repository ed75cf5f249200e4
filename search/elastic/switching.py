"""One index put in the place of another, by one change of aliases that the master of the cluster decides."""

import time
from collections.abc import Callable

from elasticsearch import Elasticsearch, NotFoundError

from search.elastic.client import FIRST_PAUSE_S, TRIES
from search.elastic.mapping import Json
from search.elastic.names import Names, Roles, roles_of
from search.port import NothingToRollBack, SearchUnavailable

Pause = Callable[[float], None]
"""Waits for so many seconds."""


class Switching:
    """Changes which generation serves, of one prefix.

    What each generation is for is read from one node, which may be late. So every change asks the master, who is never
    late, that the aliases still be where they were read: otherwise nothing is changed, and they are read again.
    """

    def __init__(self, client: Elasticsearch, names: Names, *, pause: Pause = time.sleep) -> None:
        self._client = client
        self._names = names
        self._pause = pause

    def to(self, index: str) -> None:
        """Make ``index`` the live one, and the live one the previous. Raises SearchUnavailable, nothing changed."""
        self._try(lambda roles: switched(self._names, index, roles))

    def back(self) -> None:
        """Make the previous index the live one again, and the reverse. Raises NothingToRollBack, SearchUnavailable."""
        self._try(self._exchanged)

    def _exchanged(self, roles: Roles) -> list[Json]:
        if roles.previous is None:
            raise NothingToRollBack
        return switched(self._names, roles.previous, roles)

    def _try(self, actions: Callable[[Roles], list[Json]]) -> None:
        pause_s = FIRST_PAUSE_S
        for tried in range(1, TRIES + 1):
            try:
                self._client.indices.update_aliases(actions=actions(roles_of(self._client, self._names)))
            except NotFoundError as error:
                if tried == TRIES:
                    raise SearchUnavailable("the node that was asked does not know which index serves") from error
                self._pause(pause_s)
                pause_s *= 2
            else:
                return

    def dropped(self, index: str) -> bool:
        """Take the building alias from an index; False when the master says that it has none: it serves by now."""
        remove = {"remove": {"index": index, "alias": self._names.building, "must_exist": True}}
        try:
            self._client.indices.update_aliases(actions=[remove])
        except NotFoundError:
            return False
        return True


def switched(names: Names, index: str, roles: Roles) -> list[Json]:
    """Return the changes of aliases, done as one, that make ``index`` the live one and the live one the previous.

    They are refused as a whole when the live and previous indices are not those of ``roles`` any more.
    """
    actions: list[Json] = []
    if roles.live is None:
        # The node that was asked knows of none; were there one all the same, two would serve.
        actions.append({"remove": {"index": names.generations, "alias": names.live, "must_exist": False}})
    else:
        actions.append({"remove": {"index": roles.live, "alias": names.live, "must_exist": True}})
    if roles.previous is not None:
        actions.append({"remove": {"index": roles.previous, "alias": names.previous, "must_exist": True}})
    if roles.live is not None:
        actions.append({"add": {"index": roles.live, "alias": names.previous}})
    actions.append({"remove": {"index": index, "alias": names.building, "must_exist": False}})
    actions.append({"add": {"index": index, "alias": names.live}})
    return actions
