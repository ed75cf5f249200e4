"""Answers given already, given again while nothing that they were made from has moved."""

import threading
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass

from directory.services.search.standing import Stand

LARGEST_SHARE = 10
"""An answer of more than this part of the room, such as a page of a thousand lines, would drive out all others."""
AROUND_BYTES = 500
"""What an answer takes beside its text."""


@dataclass(frozen=True, slots=True)
class KeptAnswer:
    """What was sent.

    tag        names what it says, as ETag; empty for what has none.
    encoding   how ``body`` is compressed; empty when it is not.
    beside     what else is needed to send it again, of ``beside_bytes``; None for what needs nothing.
    """

    body: bytes
    tag: str
    content_type: str
    encoding: str = ""
    beside: object = None
    beside_bytes: int = 0


class KeptAnswers:
    """One per process; the answer least lately asked for gives way. It holds no token, no account and no name.

    most_bytes   0 keeps nothing.
    standing     where all stands that answers are made from; None while nothing may be kept.
    """

    def __init__(self, most_bytes: int, standing: Callable[[], Stand | None]) -> None:
        self._most_bytes = most_bytes
        self._standing = standing
        self._lock = threading.Lock()
        self._stand: Stand | None = None
        self._kept: OrderedDict[str, KeptAnswer] = OrderedDict()
        self.hits = 0
        self.misses = 0
        self.bytes = 0

    def __len__(self) -> int:
        return len(self._kept)

    def stand(self) -> Stand | None:
        """Return where all stands, to be asked before a question is; None when nothing is kept now."""
        return self._standing() if self._most_bytes else None

    def get(self, stand: Stand, key: str) -> KeptAnswer | None:
        """Return the answer to what ``key`` asks, given where all stands now; what stood elsewhere is forgotten."""
        with self._lock:
            if stand != self._stand:
                self._forget()
                self._stand = stand
            found = self._kept.get(key)
            if found is None:
                self.misses += 1
                return None
            self.hits += 1
            self._kept.move_to_end(key)
            return found

    def keep(self, stand: Stand, key: str, answer: KeptAnswer) -> None:
        """Keep the answer to what ``key`` asks, made while all stood at ``stand`` or later."""
        size = _size(key, answer)
        with self._lock:
            if stand != self._stand or size * LARGEST_SHARE > self._most_bytes:
                return
            before = self._kept.pop(key, None)
            self.bytes += size - (_size(key, before) if before is not None else 0)
            self._kept[key] = answer
            while self.bytes > self._most_bytes:
                self.bytes -= _size(*self._kept.popitem(last=False))

    def _forget(self) -> None:
        self._kept.clear()
        self.bytes = 0


def _size(key: str, answer: KeptAnswer) -> int:
    return len(key) + len(answer.body) + answer.beside_bytes + AROUND_BYTES
