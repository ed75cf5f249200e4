"""Hours through the form: shown, sent back and typed again, they say the same, at every hour and in every writing."""

import tomllib

import pytest

from directory.services.hours.grid import entered_of, means_the_same
from directory.services.hours.intervals import hours_known
from directory.web.writing.hours_form import read_clock, read_hours_form
from directory.web.writing.typed import clock_typed, typed_of
from tests.architecture.sources import ROOT
from tests.fiches import fiche
from tests.unit.directory.services.hours.test_grid import BEYOND

DEMONSTRATION = (ROOT / "directory/demo/data/hours.toml").read_text(encoding="utf-8")


def texts(node: object) -> set[str]:
    """Return every text of a document that the hours of a fiche may be."""
    if isinstance(node, dict | list):
        return {text for each in (node.values() if isinstance(node, dict) else node) for text in texts(each)}
    return {node} if isinstance(node, str) and hours_known(node) else set()


KNOWN = sorted({"24/7", *texts(tomllib.loads(DEMONSTRATION)), *filter(hours_known, BEYOND.splitlines())})


def test_hours_of_all_kinds_are_tried() -> None:
    assert len(KNOWN) > 60
    assert len({line for line in BEYOND.splitlines() if line}) >= 60


@pytest.mark.parametrize("hours", [line for line in BEYOND.splitlines() if line])
def test_what_no_grid_holds_is_the_same_bytes_after_a_save(hours: str) -> None:
    content = fiche(hours=hours)
    assert read_hours_form(typed_of(content), content).osm == hours


@pytest.mark.parametrize("hours", KNOWN)
def test_hours_shown_and_sent_back_say_the_same_in_a_fiche_or_a_copy_of_it(hours: str) -> None:
    content = fiche(hours=hours)
    assert read_hours_form(typed_of(content), content).osm == hours
    copy = read_hours_form(typed_of(content), None)
    assert (copy.errors, copy.left) == ([], "")
    assert means_the_same(copy.osm, hours)


@pytest.mark.parametrize("hours", [hours for hours in KNOWN if entered_of(hours).special])
def test_a_line_more_leaves_what_stands_beside_the_grid(hours: str) -> None:
    typed = typed_of(fiche(hours=hours))
    rank = len(entered_of(hours).grid.lines)
    typed[f"horaires.{rank}.de"], typed[f"horaires.{rank}.a"] = "6h", "7h15"
    typed.setlist(f"horaires.{rank}.jour", ["di"])
    read = read_hours_form(typed, fiche(hours=hours))
    assert read.errors == []
    assert entered_of(hours).special in read.osm


def test_times_are_read_as_people_type_them() -> None:
    said = {
        "9": 540,
        "9h": 540,
        "9 h 30": 570,
        "930": 570,
        "09:30": 570,
        "9.30": 570,
        "midi": 720,
        "24 h": 1440,
        "0h": 0,
    }
    assert {text: read_clock(text) for text in said} == said
    for wrong in ("", "neuf", "25h", "9h75", "9h-12h", "99999"):
        assert read_clock(wrong) is None
    assert [clock_typed(minutes) for minutes in (0, 570, 1440, 1500)] == ["0 h", "9 h 30", "24 h", "1 h"]
    for minutes in range(0, 1441, 5):
        assert read_clock(clock_typed(minutes)) == minutes
