"""What an export writes, an import reads back: byte for byte on an empty base, and nothing at all on the same one."""

import json
import re
import tracemalloc
from dataclasses import replace
from datetime import date, timedelta
from io import BytesIO
from itertools import islice
from pathlib import Path
from zipfile import ZipFile

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as some
from openpyxl import load_workbook

from directory.domain.actors import Actor, ActorKind
from directory.domain.institution import Institution
from directory.domain.resource import Resource
from directory.services.exports.formats import EXPORT_FORMATS
from directory.services.exports.given import Facts, Given
from directory.services.imports.known import known_codes
from directory.services.imports.service import ImportService, NewImport
from fiche.content import Content
from importers.base import AcceptedRow
from importers.convert import ImportContext, convert
from importers.files.reading import read_rows
from importers.native import NATIVE, native_mapping
from search.places.clock import local_day
from tests.fiches import ARLES, FORM, GAZETTEER, LEA, NOW, SAM, TAXONOMY, fiche
from tests.house.fixtures import copied
from tests.integration.exports.contents import HOSTILE, TIDIER, contents
from tests.site import PERMIT, Site, make_site

COME_BACK = tuple(code for code, each in EXPORT_FORMATS.items() if each.comes_back)
READ_BY = {"data-inclusion": "data-inclusion-v1"}
"""Form to the format that reads it back; the others are read as the template is."""
NATIVE_FORMS = tuple(form for form in COME_BACK if form not in READ_BY)
FACTS = Facts(NOW, 1, "Licence Ouverte 2.0", "Base", "https://exemple.fr")
MARK = "b0123456789"
CONTEXT = ImportContext(GAZETTEER, known_codes(TAXONOMY, {"cd13": Institution("cd13", "Département")}), local_day(NOW))
ADMINISTRATOR = Actor(ActorKind.ACCOUNT, 1, institution="cd13")


def written(form: str, contents: list[Content]) -> bytes:
    given = [
        Given(Resource(number, 1, content, FORM, NOW, NOW), MARK, named=True)
        for number, content in enumerate(contents, 1)
    ]
    return b"".join(EXPORT_FORMATS[form].write(given, FACTS))


def read(file: bytes, name: str) -> list[Content]:
    """Return what an import of a file would save, and see that it says nothing against it."""
    rows = read_rows(file, name, columns=native_mapping().used_columns)
    found = list(convert(rows, native_mapping(), CONTEXT))
    assert all(isinstance(each, AcceptedRow) for each in found), found
    return [TIDIER.tidy(each.draft.content) for each in found if isinstance(each, AcceptedRow)]


@pytest.mark.parametrize("form", NATIVE_FORMS)
@settings(
    max_examples=15,
    phases=[Phase.explicit, Phase.generate],
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
)
@given(some.lists(contents(), min_size=1, max_size=4))
def test_whatever_a_fiche_says_comes_back(form: str, said: list[Content]) -> None:
    file = written(form, said)
    back = read(file, f"x.{form}")
    assert written(form, back) == file
    assert [_of_files(each) for each in back] == [_of_files(each) for each in said]


def _of_files(content: Content) -> Content:
    """Return a content, blanks of its texts aside."""
    tidied = {
        name: " ".join(value.split())
        for name in ("title", "description", "audience_text", "access_text", "mobilisation_text", "cost_text",
                     "documents_to_bring", "named_contact", "hours_text")
        if isinstance(value := getattr(content, name), str)
    }  # fmt: skip
    structure = replace(content.structure, name=" ".join(content.structure.name.split()))
    closures = tuple(replace(each, message=" ".join(each.message.split())) for each in content.closures)
    places = tuple(
        replace(
            each,
            address=" ".join(each.address.split()),
            complement=" ".join(each.complement.split()),
            latitude=each.latitude and round(each.latitude, 5),
            longitude=each.longitude and round(each.longitude, 5),
        )
        for each in content.places
    )
    return replace(content, **tidied, structure=structure, closures=closures, places=places)  # type: ignore[arg-type]


# On a base

SEVERAL = fiche(
    "Permis, code & conduite <accéléré>", places=(ARLES, replace(ARLES, address="5 quai Neuf")),
    named_contact="Mme Durand", institution="cd13",
)  # fmt: skip


@pytest.fixture
def imports(own_site: Site) -> ImportService:
    return ImportService(own_site.database, own_site.resources, GAZETTEER, now=lambda: NOW, chunk_rows=4)


def exported(site: Site, form: str, actor: Actor = ADMINISTRATOR) -> bytes:
    exports = site.app.extensions["directory"].exports
    return b"".join(exports.export(actor, EXPORT_FORMATS[form], exports.choose(EXPORT_FORMATS[form], None)).body)


def brought_in(imports: ImportService, file: bytes, form: str) -> dict[str, int]:
    batch = imports.receive(NewImport(f"x.{form}", file, READ_BY.get(form, NATIVE)), author=SAM)
    imports.dry_run(batch)
    return {name: count for name, count in imports.apply(batch).counts.items() if count}


def state(site: Site) -> list[Resource]:
    with site.database.read() as uow:
        return uow.resources.iterate(after_id=0, limit=100)


@pytest.mark.parametrize("form", COME_BACK)
def test_a_file_of_this_base_that_comes_back_changes_nothing(own_site: Site, imports: ImportService, form: str) -> None:
    own_site.resources.create(SEVERAL, author=LEA, origin=FORM, now=NOW)
    before = state(own_site)
    counts = brought_in(imports, exported(own_site, form), form)
    assert (counts["unchanged"], {"created", "revised", "refused"} & set(counts)) == (8, set())
    assert state(own_site) == before


@pytest.mark.parametrize("form", COME_BACK)
def test_a_base_made_of_a_file_gives_the_same_file(
    own_site: Site, tmp_path: Path, migrated_sqlite_file: Path, form: str
) -> None:
    own_site.resources.create(SEVERAL, author=LEA, origin=FORM, now=NOW)
    file = exported(own_site, form)
    (tmp_path / "other").mkdir()
    other = make_site(copied(migrated_sqlite_file, tmp_path / "other"), tmp_path / "other", contents=())
    imports = ImportService(other.database, other.resources, GAZETTEER, now=lambda: NOW)
    assert brought_in(imports, file, form)["created"] == 8
    assert _but_for_days(exported(other, form)) == _but_for_days(file)
    other.database.close()


def _but_for_days(file: bytes) -> bytes:
    """Return a file without the day of the save in each base, which data·inclusion tells."""
    return re.sub(rb'"date_maj":"[^"]*"', b"", file)


def test_one_cell_corrected_moves_one_field_and_can_be_taken_back(own_site: Site, imports: ImportService) -> None:
    before = state(own_site)
    file = exported(own_site, "csv").replace(b"04 91 00 00 01", b"04 91 00 00 02")
    batch = imports.receive(NewImport("x.csv", file, NATIVE), author=SAM)
    assert imports.dry_run(batch).counts["revised"] == 1
    imports.apply(batch)
    moved = [(new.id, new.content.phone) for new, old in zip(state(own_site), before, strict=True) if new != old]
    assert moved == [(6, "04 91 00 00 02")]
    imports.undo(batch, author=SAM)
    assert [each.content for each in state(own_site)] == [each.content for each in before]
    assert brought_in(imports, exported(own_site, "csv"), "csv")["unchanged"] == 7


def test_a_fiche_that_a_file_names_and_that_was_saved_since_the_trial_is_told(
    own_site: Site, imports: ImportService
) -> None:
    number = imports.receive(NewImport("x.csv", exported(own_site, "csv"), NATIVE), author=SAM)
    imports.dry_run(number)
    desk = own_site.app.extensions["directory"].imports
    with own_site.database.read() as uow:
        batch = uow.batches.get(number)
    assert not desk.has_moved(batch)
    later = NOW + timedelta(seconds=1)
    found = own_site.resources.get(PERMIT)
    corrected = replace(found.content, phone="04 90 22 22 22")
    own_site.resources.revise(PERMIT, corrected, author=LEA, origin=FORM, expected_version=1, now=later)
    assert desk.has_moved(batch)


def test_an_import_taken_back_leaves_every_export_as_it_was(own_site: Site, imports: ImportService) -> None:
    before = {form: exported(own_site, form) for form in EXPORT_FORMATS}
    corrected = before["csv"].replace(b"04 91 00 00 01", b"04 91 00 00 02")
    added = written("csv", [fiche("Nouvelle aide")]).partition(b"\r\n")[2]
    batch = imports.receive(NewImport("x.csv", corrected + added, NATIVE), author=SAM)
    imports.dry_run(batch)
    counts = imports.apply(batch).counts
    assert (counts["created"], counts["revised"]) == (1, 1)
    assert all(_of_no_day(exported(own_site, form)) != _of_no_day(file) for form, file in before.items())
    imports.undo(batch, author=SAM)
    for form, file in before.items():
        assert _of_no_day(exported(own_site, form)) == _of_no_day(file), form


def _of_no_day(file: bytes) -> bytes:
    """Return a file without the day of a save: to take back is to save."""
    return re.sub(rb'"(date_maj|last_modified)":"[^"]*"', b"", file)


def test_a_contact_that_was_not_to_be_seen_is_not_erased_by_its_absence(own_site: Site, imports: ImportService) -> None:
    file = exported(own_site, "csv", Actor(ActorKind.ACCOUNT, 2, institution="pole-emploi"))
    assert b"Madame Personne" not in file
    assert brought_in(imports, file, "csv")["unchanged"] == 7
    assert own_site.resources.get(PERMIT).content.named_contact == "Madame Personne"


def test_another_base_is_never_taken_for_this_one(own_site: Site, imports: ImportService) -> None:
    mark = exported(own_site, "csv").partition(b"\r\n")[2].partition(b"-")[0]
    foreign = exported(own_site, "csv").replace(mark, b"bffffffffff")
    before = state(own_site)
    counts = brought_in(imports, foreign, "csv")
    # What is alike waits for an answer, or fills blanks where it is surely the same: nothing is overwritten.
    assert "revised" not in counts and counts["waiting"] + counts.get("created", 0) + counts.get("unchanged", 0) == 7
    assert state(own_site)[: len(before)] == before


def test_no_cell_of_a_table_runs_as_a_formula() -> None:
    rows = written("csv", [fiche(text, description=text) for text in HOSTILE]).decode("utf-8-sig").splitlines()
    cells = [cell.strip('"') for row in rows for cell in row.split(";")]
    assert not [
        cell for cell in cells if cell[:1] in ("=", "+", "@", "\t") or (cell[:1] == "-" and not cell[1:].isdigit())
    ]
    workbook = written("xlsx", [fiche(text) for text in HOSTILE])
    with ZipFile(BytesIO(workbook)) as archive:
        assert not [name for name in archive.namelist() if b"<f>" in archive.read(name)]


def test_a_workbook_has_types_and_says_what_it_holds() -> None:
    book = load_workbook(BytesIO(written("xlsx", [replace(SEVERAL, valid_from=date(2026, 5, 1))])))
    assert book.sheetnames == ["Ressources", "Colonnes", "À propos"]
    named = dict(
        zip(*(tuple(cell.value for cell in row) for row in islice(book["Ressources"].iter_rows(), 2)), strict=True)
    )
    assert (named["valable_du"].date().isoformat(), named["code_postal"]) == ("2026-05-01", "13200")
    assert ("Licence", "Licence Ouverte 2.0") in {
        tuple(cell.value for cell in row) for row in book["À propos"].iter_rows()
    }


def test_a_large_base_is_written_in_little_memory() -> None:
    """Nothing is held but a piece, whatever the number of fiches."""
    content = replace(SEVERAL, description="Ce que fait le service. " * 20)
    many = (Given(Resource(each, 1, content, FORM, NOW, NOW), MARK, named=True) for each in range(2_000))
    tracemalloc.start()
    size = sum(len(piece) for piece in EXPORT_FORMATS["csv"].write(many, FACTS))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert size > 2_000_000
    assert peak < 1_000_000


def test_the_finer_themes_of_a_source_come_back_out_while_their_need_stands(
    own_site: Site, imports: ImportService
) -> None:
    own_site.resources.create(SEVERAL, author=LEA, origin=FORM, now=NOW)
    document = json.loads(exported(own_site, "data-inclusion"))
    fine = "mobilite--financer-ma-mobilite"
    (service,) = [each for each in document["services"] if each["nom"].startswith("Permis, code")]
    service |= {
        "id": "dora--1",
        "source": "dora",
        "nom": "Coup de pouce pour rouler",
        "thematiques": [fine],
        "telephone": "",
    }
    service |= {"adresse": "9 quai Neuf", "structure_nom": "Le Relais"}
    file = json.dumps({"services": [service]}).encode()
    assert brought_in(imports, file, "data-inclusion") == {"created": 1, "lines": 1}
    made = max(state(own_site), key=lambda each: each.id)

    def themes() -> list[str]:
        found = json.loads(exported(own_site, "data-inclusion"))["services"]
        return next(each["thematiques"] for each in found if each["nom"] == "Coup de pouce pour rouler")

    assert themes() == [fine]
    assert brought_in(imports, exported(own_site, "data-inclusion"), "data-inclusion")["unchanged"] == 9
    moved = replace(made.content, needs=("famille-garde",))
    own_site.resources.revise(made.id, moved, author=SAM, origin=FORM, expected_version=1, now=NOW)
    assert themes() == ["famille--garde-denfants"]
