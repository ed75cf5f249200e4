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
