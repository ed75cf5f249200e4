"""The collector of garbage told to look less often, while a long work makes many objects and no cycle."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager

COLLECTED_AFTER = (150_000, 50, 100)
"""Objects more than freed since the last look, then looks of a generation before the next one.

A slice of an import holds a hundred thousand at once, and none of them in a cycle.
"""


@contextmanager
def sparing_the_collector() -> Iterator[None]:
    """Leave what lives already (the gazetteer above all) out of garbage collections: a fifth of an import's time.

    A web process did so for good before it was forked, to share its memory with the others: that is left as it is.
    """
    if gc.get_freeze_count():
        yield
        return
    usual = gc.get_threshold()
    gc.freeze()
    gc.set_threshold(*COLLECTED_AFTER)
    try:
        yield
    finally:
        gc.set_threshold(*usual)
        gc.unfreeze()
