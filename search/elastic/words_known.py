"""The words of the index with their number of documents, read again when they are old."""

import threading
import time

from search.elastic.client import Reads
from search.elastic.mapping import Json
from search.port import SearchUnavailable
from search.text.vocabulary import Vocabulary

MOST_WORDS = 60_000
"""Words of one answer; the cluster refuses more than 65,536 (``search.max_buckets``)."""


class KnownWords:
    """One per process. The first reading waits; later ones happen in the background, with the old words meanwhile.

    max_age_s   0 reads again at every call.
    """

    def __init__(self, reads: Reads, index: str, *, max_age_s: float) -> None:
        self._reads = reads
        self._index = index
        self._max_age_s = max_age_s
        self._lock = threading.Lock()
        self._reading = False
        self._vocabulary: Vocabulary | None = None
        self._read_at = 0.0

    def vocabulary(self) -> Vocabulary:
        """Return the words. Raises SearchUnavailable when they were never read and cannot be."""
        with self._lock:
            known, age_s = self._vocabulary, time.monotonic() - self._read_at
            if known is not None and (age_s <= self._max_age_s or self._reading):
                return known
            self._reading = True
        if known is None or self._max_age_s == 0:
            return self._read()
        threading.Thread(target=self._read_quietly, daemon=True, name="vocabulary").start()
        return known

    def forget(self) -> None:
        """Have the words read again at the next call."""
        with self._lock:
            self._read_at = -self._max_age_s - 1.0

    def _read_quietly(self) -> None:
        try:
            self._read()
        except SearchUnavailable:
            # The next call tries again; the words known until now serve meanwhile.
            return

    def _read(self) -> Vocabulary:
        try:
            found = Vocabulary(self._all())
        finally:
            with self._lock:
                self._reading = False
        with self._lock:
            self._vocabulary, self._read_at = found, time.monotonic()
        return found

    def _all(self) -> dict[str, int]:
        """Return every word, in as few answers as hold them: each one costs the cluster a walk through all fiches."""
        answers = 1
        while (words := self._in(answers)) is None:
            answers *= 2
        return words

    def _in(self, answers: int) -> dict[str, int] | None:
        """Return the words read in so many answers; None when one of them had no room for all of its share."""
        words: dict[str, int] = {}
        for answer in range(answers):
            asked: Json = {"field": "words", "size": MOST_WORDS}
            if answers > 1:
                asked["include"] = {"partition": answer, "num_partitions": answers}
            body: Json = {"size": 0, "aggs": {"words": {"terms": asked}}}
            found = self._reads.together(self._index, [body])[0]["aggregations"]["words"]
            if found["sum_other_doc_count"]:
                return None
            words.update((bucket["key"], bucket["doc_count"]) for bucket in found["buckets"])
        return words
