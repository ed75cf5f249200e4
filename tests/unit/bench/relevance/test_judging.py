"""The rules that judge fiches, and the judged sets themselves."""

import re
from pathlib import Path

import pytest

from bench.relevance.corpora import JUDGEMENTS
from bench.relevance.judging import (
    KINDS,
    NEAR,
    RIGHT,
    WRONG,
    Door,
    JudgedFiche,
    JudgedSet,
    Request,
    Rule,
    folded,
    read_judged_set,
)

SETS = [JUDGEMENTS / "demonstration.toml", JUDGEMENTS / "services_2022.toml"]
"""The sets without a place; ``placed.toml`` has a form of its own."""


def fiche(identifier: int, title: str, description: str = "", themes: tuple[str, ...] = ()) -> JudgedFiche:
    return JudgedFiche.of(
        identifier, title=title, structure="", description=description, towns=("Arles",), themes=themes
    )


PERMIT = Door(
    "permis",
    "passer le permis",
    right=(Rule(title=re.compile(r"\bpermis\b"), without=re.compile(r"\bsans permis\b")),),
    near=(Rule(text=re.compile(r"\bpermis\b")), Rule(themes=("mobilite",))),
    never=(Rule(title=re.compile(r"\bchasser\b")),),
)


def test_folded_text_has_no_accent_capital_nor_punctuation() -> None:
    assert folded("L’Auto-École du Cœur, à Nîmes !") == "l auto ecole du coeur a nimes"


@pytest.mark.parametrize(
    "judged, grade",
    [
        (fiche(1, "Aide au permis B"), RIGHT),
        (fiche(1, "Voiturette sans permis"), NEAR),
        (fiche(1, "Atelier", "Préparation au permis"), NEAR),
        (fiche(1, "Atelier", themes=("mobilite--louer-un-vehicule",)), NEAR),
        (fiche(1, "Atelier", themes=("mobilite-douce",)), WRONG),
        (fiche(1, "Permis de chasser"), WRONG),
        (fiche(1, "Épicerie"), WRONG),
    ],
)
def test_a_door_says_right_near_or_wrong(judged: JudgedFiche, grade: int) -> None:
    assert PERMIT.grade(judged) == grade


def test_all_the_conditions_of_a_rule_hold_together() -> None:
    rule = Rule(title=re.compile("permis"), town=re.compile("arles"), themes=("mobilite",))
    assert rule.holds(fiche(1, "Permis", themes=("mobilite",)))
    assert not rule.holds(fiche(1, "Permis", themes=("sante",)))


def test_either_door_answers_a_request_for_two_needs() -> None:
    food = Door("repas", "manger", right=(Rule(title=re.compile("epicerie")),))
    judged = JudgedSet({"permis": PERMIT, "repas": food}, ())
    request = Request("permis et épicerie", "two-needs", ("permis", "repas"))
    fiches = [fiche(1, "Permis"), fiche(2, "Épicerie"), fiche(3, "Crèche"), fiche(4, "Atelier", "Permis")]
    assert judged.grades(request, fiches) == {1: RIGHT, 2: RIGHT, 4: NEAR}


@pytest.mark.parametrize("path", SETS, ids=lambda path: path.stem)
def test_the_judged_sets_are_well_formed(path: Path) -> None:
    judged = read_judged_set(path)
    asked = {door for request in judged.requests for door in request.doors}
    assert asked == set(judged.doors)
    assert {request.kind for request in judged.requests} == set(KINDS)
    assert len(judged.requests) >= 140


def test_the_other_files_are_the_set_with_places_and_the_situations() -> None:
    others = [JUDGEMENTS / name for name in ("placed.toml", "situations.toml", "situations_second.toml")]
    assert sorted(JUDGEMENTS.glob("*.toml")) == sorted([*SETS, *others])
