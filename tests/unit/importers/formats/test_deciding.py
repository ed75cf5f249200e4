"""What decides of a row: several columns, values by their beginning, rows left aside; yes and no columns."""

import pytest

from importers.base import AcceptedRow, LeftRow
from importers.plan import Leave, Planner, lines_of
from tests.unit.importers.examples import converted, mapping, one_draft, one_row

TWO = {
    "colonnes": ["type", "theme"],
    "cas": [
        {"si": {"type": "Atelier", "theme": ["Permis", "Code"]}, "valeurs": {"besoins": "mobilite-permis"}},
        {"si": {"type": "atelier"}, "valeurs": {"besoins": "famille-garde"}},
        {"si": {"theme": "ferm*"}, "laisser": "Ce lieu est fermé."},
    ],
}


@pytest.mark.parametrize(
    "cells, needs",
    [
        ({"type": "atelier", "theme": "code"}, ("mobilite-permis",)),
        ({"type": "ATELIER", "theme": "Cuisine"}, ("famille-garde",)),
    ],
)
def test_several_columns_decide_and_the_first_case_that_holds_wins(
    cells: dict[str, str], needs: tuple[str, ...]
) -> None:
    assert one_draft(cells, mapping(selon=TWO)).content.needs == needs


def test_a_row_left_aside_is_no_refusal_and_says_why() -> None:
    (left,) = converted(one_row({"type": "lieu", "theme": "Fermé depuis 2024"}), mapping(selon=TWO))
    assert isinstance(left, LeftRow)
    assert (left.reason.kind, left.reason.text) == ("laissee", "Ce lieu est fermé.")
    action = Planner({}).decide(left)
    assert isinstance(action, Leave)
    assert lines_of(action) == (1,)


def test_rows_of_one_fiche_may_be_left_aside_too() -> None:
    chosen = mapping(selon=TWO, regrouper=True)
    text = "id;titre;structure;description;type;theme\n1;A;S;T;atelier;code\n1;A;S;T;x;fermé\n"
    found = converted(text, chosen)
    assert [type(each) for each in found] == [LeftRow, AcceptedRow]


def test_a_value_may_be_told_by_its_beginning() -> None:
    cases = {"paris_mairie*": {"valeurs": {"frais": "gratuit"}}, "adil": {"refuser": "Non."}}
    chosen = mapping(selon={"colonne": "categorie", "cas": cases})
    assert one_draft({"categorie": "paris_mairie_arrondissement"}, chosen).content.costs == ("gratuit",)


def test_yes_and_no_columns_stand_in_one_rule() -> None:
    rule = {"oui_non": {"Jeunes ?": ["jeunes"], "Femmes ?": ["femmes"], "Tous ?": ["tous-publics"]}}
    chosen = mapping({"public": rule})
    cells = {"Jeunes ?": "OUI", "Femmes ?": "x", "Tous ?": "non"}
    assert one_draft(cells, chosen).content.audiences == ("femmes", "jeunes")
    own = mapping({"public": rule | {"oui": ["fait"]}})
    assert one_draft({"Jeunes ?": "oui", "Femmes ?": "Fait"}, own).content.audiences == ("femmes",)
