"""What the bench asks of the whole site: it starts, every line is measured, and the report tells them."""

from pathlib import Path

import pytest

from bench import report
from bench.bases import prepare
from bench.pages import ask_pages
from bench.site import Site, worker_of
from bench.starting import WORKERS, start


@pytest.mark.slow
def test_a_start_and_the_pages_of_people_signed_in_are_measured(tmp_path: Path) -> None:
    base = prepare(tmp_path, 1_000, 1)
    started = start(base, 1, 1)
    assert 0 < started.worker_s < started.processor_s
    # What they have in common is counted once, shared between all.
    assert WORKERS > 1 and started.at_first > 0 and started.later > 0
    assert len(list(report.starts([started]))) == 7
    pages = ask_pages(base, 1, 1, versions=3)
    assert all(line.processor > 0 and line.times.p50 > 0 for line in pages.lines)
    told = list(report.pages(pages))
    assert [line.split(" | ")[0].removeprefix("| ") for line in told[2 : 2 + len(pages.lines)]] == [
        line.label for line in pages.lines
    ]
    with Site(base.folder) as site, worker_of(site) as pid:
        assert Path(f"/proc/{pid}").exists()
    assert not Path(f"/proc/{pid}").exists()
