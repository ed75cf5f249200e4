"""What is drawn at random: who acts, what they write, what a file says."""

from hypothesis import strategies as some

from tests.integration.fiches.people import EDITORS, EVERYBODY, OWNERS, SAID

actors = some.sampled_from([EVERYBODY[name] for name in (*sorted(EVERYBODY), *EDITORS * 4)])
owners = some.sampled_from(OWNERS)
edits = some.dictionaries(some.sampled_from(sorted(SAID)), some.integers(0, 5), min_size=1, max_size=3).map(
    lambda drawn: {name: SAID[name][rank % len(SAID[name])] for name, rank in drawn.items()}
)
rows = some.dictionaries(some.integers(1, 4), some.sampled_from(["A", "B", "C"]), min_size=1, max_size=3)
