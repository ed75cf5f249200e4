"""A title is whole or is not; a file of another kind is refused by the columns it lacks."""

import pytest

from importers.files.reading import UnreadableFile
from tests.unit.importers.examples import converted, kinds, mapping, one_draft, one_row


def test_nothing_is_titled_from_missing_parts() -> None:
    chosen = mapping({"titre_du_service": {"modele": "{quoi} pour {qui}[ – {antenne}]"}})
    whole = {"quoi": "Aide", "qui": "les jeunes", "antenne": ""}
    assert one_draft(whole, chosen).content.title == "Aide pour les jeunes"
    assert kinds(converted(one_row(whole | {"qui": ""}), chosen)) == ["titre-absent"]


def test_a_file_of_another_kind_is_refused_by_the_columns_a_format_demands() -> None:
    with pytest.raises(UnreadableFile) as caught:
        converted(one_row({}), mapping(colonnes_necessaires=["structure_id"]))
    assert caught.value.code == "colonnes-absentes"


@pytest.mark.parametrize(
    "cells, rule, told",
    [
        ({"x": "https://"}, {"site": "x"}, []),
        ({"x": "http://www."}, {"site": "x"}, []),
        ({"x": "l?accueil de jour"}, {"description": "x"}, ["caractere-perdu"]),
        ({"x": "Est-ce ouvert ? Oui."}, {"description": "x"}, []),
    ],
)
def test_a_report_tells_what_has_to_be_looked_at_and_only_that(
    cells: dict[str, str], rule: dict[str, object], told: list[str]
) -> None:
    assert kinds(converted(one_row(cells), mapping(rule))) == told


@pytest.mark.parametrize(
    "text", ["Se rapprocher de l'organisme", "Nous contacter", "Se renseigner auprès de la mairie."]
)
def test_hours_to_ask_for_are_kept_and_not_told(text: str) -> None:
    chosen = mapping(horaires="h")
    assert kinds(converted(one_row({"h": text}), chosen)) == []
    assert one_draft({"h": text}, chosen).content.hours_text == text
    assert kinds(converted(one_row({"h": "le matin"}), chosen)) == ["horaires-en-texte"]


def test_what_every_row_of_a_fiche_repeats_is_told_once() -> None:
    chosen = mapping({"courriel": "m"}, regrouper=True)
    text = "id;titre;structure;description;m\n" + "1;A;S;T;faux\n" * 3
    assert kinds(converted(text, chosen)) == ["courriel-invalide"]
