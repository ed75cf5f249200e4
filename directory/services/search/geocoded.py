"""The last answers of a service far away, kept in memory."""

import threading
from collections import OrderedDict

MOST_ANSWERS = 5_000


class RecentAnswers:
    """The ``most`` answers used last, by key; safe between threads."""

    def __init__(self, most: int = MOST_ANSWERS) -> None:
        self._most = most
        self._lock = threading.Lock()
        self._answers: OrderedDict[str, str] = OrderedDict()

    def get(self, key: str, /) -> str | None:
        with self._lock:
            if key in self._answers:
                self._answers.move_to_end(key)
            return self._answers.get(key)

    def __setitem__(self, key: str, value: str, /) -> None:
        with self._lock:
            self._answers[key] = value
            self._answers.move_to_end(key)
            if len(self._answers) > self._most:
                self._answers.popitem(last=False)
