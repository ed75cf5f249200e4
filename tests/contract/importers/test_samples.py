"""Real public files, read whole: every row is counted, nothing is lost in silence, twice is once."""

import os
from collections import Counter
from functools import cache
from itertools import islice
from pathlib import Path

import pytest
from opening_hours import OpeningHours

from directory.cli.report import tell
from directory.services.imports.reports import ReportBuilder
from importers.base import Draft
from importers.convert import convert
from importers.drafts import draft_json
from importers.files.reading import UnreadableFile, read_rows
from importers.plan import Action, Create, Known, Refuse, Unchanged, lines_of
from importers.registry import format_of
from tests.contract.importers.known import SAMPLES, TRAPS, context, needs_samples
from tests.planning import key_of, plan

pytestmark = [needs_samples, pytest.mark.samples]

FRANCE_SERVICES = (SAMPLES / "france_services_2024.csv", "france-services")
ANNUAIRE = (SAMPLES / "annuaire_services_publics_2019.csv", "annuaire-services-publics")
CONSEILLERS = (SAMPLES / "conseillers_numeriques_2022.csv", "conseillers-numeriques")
SERVICES = (SAMPLES / "services_data_inclusion_v0_2022.json", "data-inclusion-v0")
BFC = (TRAPS / "bfc_2022.utf8_bom.pointvirgule.toutquote.csv", "bfc-lieux-numeriques")
POLE_EMPLOI = (TRAPS / "pole_emploi_2019.utf16le_bom.tab.txt", "pole-emploi-agences")
RHINOCC = (TRAPS / "rhinocc.macroman.cr.csv", "rhinocc-lieux-numeriques")
CDB = (TRAPS / "cdb_import_structures_BOM.csv", "carnet-de-bord")
CDB_BUGGY = (TRAPS / "cdb_import_structures_buggy_BOM.csv", "carnet-de-bord")

EXPECTED = {
    FRANCE_SERVICES: (2593, {"Create": 2593}),
    ANNUAIRE: (12491, {"Create": 12394, "Refuse": 97}),
    CONSEILLERS: (4384, {"Create": 4384}),
    SERVICES: (1996, {"Create": 1996}),
    BFC: (697, {"Create": 697}),
    POLE_EMPLOI: (959, {"Create": 852, "Refuse": 107}),
    RHINOCC: (855, {"Create": 850, "Refuse": 5}),
    CDB: (2, {"Create": 1}),
    CDB_BUGGY: (4, {"Create": 2, "Refuse": 1}),
}
"""Rows of each file, and what becomes of them the first time."""

READ_AGAIN = None if os.environ.get("CI") == "true" else 2_000
"""How many rows are read a second time: all in CI; by a person who waits, enough for every kind of row."""


@cache
def actions_of(sample: tuple[Path, str]) -> tuple[Action, ...]:
    path, name = sample
    chosen = format_of(name)
    assert chosen is not None
    return tuple(plan(convert(read_rows(path, path.name), chosen.mapping, context()), {}))


def drafts_of(sample: tuple[Path, str]) -> list[Draft]:
    return [action.draft for action in actions_of(sample) if isinstance(action, Create)]


def draft_of(sample: tuple[Path, str], source_id: str) -> Draft:
    return next(draft for draft in drafts_of(sample) if draft.source_id == source_id)


def kinds_of(sample: tuple[Path, str]) -> Counter[str]:
    return Counter(
        message.kind
        for action in actions_of(sample)
        for message in (action.row.errors if isinstance(action, Refuse) else action.warnings)
    )


@pytest.mark.parametrize("sample", EXPECTED, ids=lambda sample: sample[0].name)
def test_every_row_is_counted_once(sample: tuple[Path, str]) -> None:
    rows, outcomes = EXPECTED[sample]
    actions = actions_of(sample)
    assert Counter(type(action).__name__ for action in actions) == outcomes
    assert sum(len(lines_of(action)) for action in actions) == rows


@pytest.mark.parametrize("sample", EXPECTED, ids=lambda sample: sample[0].name)
def test_the_same_file_twice_changes_nothing(sample: tuple[Path, str]) -> None:
    path, name = sample
    chosen = format_of(name)
    assert chosen is not None
    snapshot = {
        key_of(action.draft): Known(number, action.digest, draft_json(action.draft))
        for number, action in enumerate(actions_of(sample))
        if isinstance(action, Create)
    }
    rows = islice(convert(read_rows(path, path.name), chosen.mapping, context()), READ_AGAIN)
    again = list(plan(rows, snapshot))
    assert all(isinstance(action, Unchanged | Refuse) for action in again)


@pytest.mark.parametrize("sample", EXPECTED, ids=lambda sample: sample[0].name)
def test_what_a_draft_holds_can_be_saved(sample: tuple[Path, str]) -> None:
    for draft in drafts_of(sample):
        assert draft.content.title and draft.content.structure.name
        assert draft.content.title == draft.content.title.strip() and "\n" not in draft.content.title
        if draft.content.hours:
            OpeningHours(draft.content.hours)
        for place in draft.content.places:
            assert place.latitude is None or -90 <= place.latitude <= 90
            assert place.precision in ("adresse", "commune", "")


@pytest.mark.parametrize("sample", EXPECTED, ids=lambda sample: sample[0].name)
def test_the_report_can_be_read(sample: tuple[Path, str]) -> None:
    builder = ReportBuilder()
    for action in actions_of(sample):
        messages = action.row.errors if isinstance(action, Refuse) else action.warnings
        builder.say(messages, refuses=isinstance(action, Refuse))
    text = "\n".join(tell(builder.report(()), 1, applied=True))
    assert len(text) < 8_000
    for line in text.splitlines():
        if "Par exemple" not in line:
            assert not any(sign in line for sign in (" :", " ;", "« ")), line


def test_almost_all_hours_are_understood() -> None:
    """One in eight of the yearbook says "fermé pendant les vacances" or the like: a text, not hours that may lie."""
    assert kinds_of(FRANCE_SERVICES)["horaires-en-texte"] <= 17
    assert kinds_of(ANNUAIRE)["horaires-en-texte"] <= 1_280
    assert kinds_of(CONSEILLERS)["horaires-en-texte"] <= 55


def test_almost_all_communes_are_found() -> None:
    assert all(place.commune_code for draft in drafts_of(FRANCE_SERVICES) for place in draft.content.places)
    assert kinds_of(ANNUAIRE)["commune-inconnue"] == 0
    assert kinds_of(CONSEILLERS)["commune-inconnue"] <= 3


def test_coordinates_of_another_region_are_not_believed() -> None:
    draft = draft_of(CONSEILLERS, "625ae50705457b0790817707")
    place = draft.content.places[0]
    assert (place.commune_name, place.commune_code, place.precision) == ("Gap", "05061", "commune")
    assert place.latitude is not None and 44 < place.latitude < 45


def test_coordinates_the_wrong_way_round_are_put_right() -> None:
    assert kinds_of(ANNUAIRE)["coordonnees-inversees"] >= 1


def test_four_digit_postcodes_and_cedex_are_understood() -> None:
    places = [place for draft in drafts_of(ANNUAIRE) for place in draft.content.places]
    assert not [place for place in places if place.postcode and len(place.postcode) != 5]
    assert not [place for place in places if "cedex" in place.commune_name.casefold()]


def test_a_category_gives_a_title_needs_and_a_public_a_reader_agrees_with() -> None:
    by_structure = {draft.content.structure.name: draft for draft in drafts_of(ANNUAIRE)}
    draft = next(draft for name, draft in by_structure.items() if name.startswith("Centre de protection maternelle"))
    assert draft.content.title == "Protection maternelle et infantile (PMI)"
    assert draft.content.needs == ("famille-parentalite",)
    assert draft.content.audiences == ("familles",)
    assert draft.content.description.endswith(".")
    assert draft.content.costs == ("gratuit",)


def test_every_category_of_the_directory_is_foreseen() -> None:
    assert kinds_of(ANNUAIRE)["cas-inconnu"] == 0


def test_a_bus_comes_to_people_and_a_house_does_not() -> None:
    by_name = {draft.content.structure.name: draft for draft in drafts_of(FRANCE_SERVICES)}
    assert by_name["Bus France services Thiérache Sambre et Oise"].content.receptions == ("itinerant",)
    assert by_name["France services de Valserhône"].content.receptions == ("sur-place",)


def test_a_top_level_theme_gives_the_family_only() -> None:
    draft = draft_of(SERVICES, "dora/0d1014fc-dbea-4234-98ab-87e5e208a4e8")
    assert (draft.content.title, draft.content.families, draft.content.needs) == (
        "Transport à la demande",
        ("mobilite",),
        (),
    )


def test_a_structure_without_a_name_is_said_to_have_none() -> None:
    names = {draft.content.structure.name for draft in drafts_of(SERVICES)}
    assert names == {"Structure non précisée (DORA)", "Structure non précisée (Mes Aides)"}
    assert kinds_of(SERVICES)["valeur-supposee"] == 1996


def test_exact_duplicates_are_created_and_told() -> None:
    assert kinds_of(CONSEILLERS)["doublon-exact"] >= 61


def test_accents_of_a_mac_file_are_right() -> None:
    communes = {place.commune_name for draft in drafts_of(RHINOCC) for place in draft.content.places}
    assert "Bagnères-de-Bigorre" in communes
    assert any("Médiathèque" in draft.content.description for draft in drafts_of(RHINOCC))


def test_decimal_commas_and_tabs_of_utf16_are_understood() -> None:
    draft = draft_of(POLE_EMPLOI, "PAC0135005637")
    place = draft.content.places[0]
    assert (place.commune_code, place.latitude, place.longitude) == ("05061", 44.559106, 6.083653)
    assert draft.content.phone == "3949"


def test_no_named_contact_is_lost() -> None:
    (draft,) = drafts_of(CDB)
    assert "Ruben Delamare" in draft.content.named_contact
    assert "Zoé Lacaze" in draft.content.named_contact
    assert draft.lines == (2, 3)


def test_a_buggy_file_says_each_fault_and_keeps_the_rest() -> None:
    kinds = kinds_of(CDB_BUGGY)
    for kind in ("structure-absente", "siret-invalide", "courriel-invalide", "telephone-invalide"):
        assert kinds[kind], kind


def test_a_file_without_its_key_column_is_refused_whole() -> None:
    chosen = format_of("carnet-de-bord")
    assert chosen is not None
    rows = read_rows(TRAPS / "cdb_import_structures_missing_key_BOM.csv", "cdb.csv")
    with pytest.raises(UnreadableFile) as caught:
        convert(rows, chosen.mapping, context())
    assert "Siret" in caught.value.message


def test_every_trap_is_read() -> None:
    for path in sorted(TRAPS.iterdir()):
        rows = read_rows(path, path.name)
        assert all(not row.errors for row in rows)
        assert not any("\ufffd" in cell for row in rows for cell in row.cells.values())
