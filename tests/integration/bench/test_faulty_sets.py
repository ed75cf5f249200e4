"""A judged set with a fault is refused, and the fault is named."""

from pathlib import Path

import pytest

from bench.relevance.judging import BadJudgements, read_judged_set


@pytest.mark.parametrize(
    "written, said",
    [
        ("[door.a]\nmeaning = 'x'\nright = []\n[requests.a]\n", "door.a"),
        ("[door.a]\nmeaning = 'x'\nright = [{ titel = 'y' }]\n[requests.a]\n", "door.a.right"),
        ("[door.a]\nmeaning = 'x'\nright = [{ title = 'y' }]\n[requests.b]\nwords = ['z']\n", "no door b"),
        ("[door.a]\nmeaning = 'x'\nright = [{ title = 'y' }]\n[requests.a]\nword = ['z']\n", "no kind word"),
        ("[door.a]\nmeaning = 'x'\nright = [{ title = 'y' }]\n[requests.a]\nwords = ['z', 'z']\n", "asked twice: z"),
    ],
)
def test_a_faulty_set_says_where(tmp_path: Path, written: str, said: str) -> None:
    path = tmp_path / "set.toml"
    path.write_text(written, encoding="utf-8")
    with pytest.raises(BadJudgements, match=said):
        read_judged_set(path)
