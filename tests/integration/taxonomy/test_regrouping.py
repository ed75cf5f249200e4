"""The classification regrouped by administrators: merged, divided, moved, undone, on both databases."""

import json
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from io import BytesIO

import pytest
from sqlalchemy import Connection

from directory.domain.actors import Actor, ActorKind, Duty, Profile
from directory.domain.imports import ImportSource
from directory.domain.resource import Resource, SaveOrigin
from directory.domain.taxonomy_edits import EntryKind, Said
from directory.services.bundle import OPERATIONS, Services
from directory.services.fiches.saving import Save
from directory.services.fiches.writing import Writer
from directory.services.taxonomy.classifying import EditMoved
from directory.services.taxonomy.editing import TaxonomyError
from directory.services.taxonomy.regrouping import Division, Follow, Regrouping
from directory.store.database import Database
from directory.store.packing import pack
from directory.store.resources import ResourceRepository
from directory.store.unit_of_work import UnitOfWork
from importers.registry import codes_named
from tests.fiches import FORM, NOW, SAM, fiche
from tests.imports import MAPPING, new_import, row
from tests.integration.taxonomy.seen import last, moved, taxonomy_of
from tests.site import CRECHE, PERMIT_REMOTE, PERMIT_SILENT, Site

NEED, FAMILY = EntryKind.NEED, EntryKind.FAMILY
PERMIT, BUS, CARE = "mobilite-permis", "mobilite-transport", "famille-garde"
ADMINISTRATOR = Actor(ActorKind.ACCOUNT, 8, Profile.UPDATE, frozenset({Duty.ADMINISTRATOR}), institution="cd13")
WRITER = Writer(ADMINISTRATOR, SAM, FORM)
PHONED = Division("Permis par téléphone", ("auto-école",), Follow.MOVED)


def needs_of(site: Site) -> list[tuple[str, ...]]:
    with site.database.read() as uow:
        return [each.content.needs for each in uow.resources.iterate(after_id=0, limit=100)]


def keepers(site: Site) -> dict[int, int | None]:
    """Return the account that is asked about each fiche."""
    with site.database.read() as uow:
        return {number: due.keeper_id for number, due in uow.dues.by_ids(range(1, CRECHE + 1)).items()}


def found(site: Site, services: Services, need: str) -> int:
    site.index()
    total = site.client.get(f"/api/v1/ressources?besoin={need}").get_json()["total"]
    assert isinstance(total, int)
    return total


def named(services: Services, code: str) -> set[str]:
    """Return the sources that read files into a need."""
    return set(services.regrouping.try_merging(NEED, code, CARE).mappings) - set(codes_named())


def test_a_need_merged_leads_on_in_links_and_fiches_and_is_two_again_once_undone(
    site: Site, services: Services
) -> None:
    permits, before = found(site, services, PERMIT), taxonomy_of(site)
    seen = services.regrouping.try_merging(NEED, PERMIT, CARE)
    assert (seen.fiches, len(seen.titles), taxonomy_of(site)) == (CRECHE - 1, CRECHE - 1, before)
    made = services.regrouping.merge(NEED, PERMIT, CARE, account_id=8)
    care = taxonomy_of(site).needs[CARE]
    assert care.search_words == ("crèche", "nounou", "Passer son permis de conduire", "auto-école")
    assert found(site, services, PERMIT) == found(site, services, CARE) == permits + 1
    assert needs_of(site)[0] == (PERMIT,)
    services.classifying.undo(made.id, account_id=8)
    assert taxonomy_of(site) == before
    assert (found(site, services, PERMIT), found(site, services, CARE)) == (permits, 1)


def test_numbers_to_call_follow_a_need_that_was_merged(site: Site, services: Services) -> None:
    services.regrouping.merge(NEED, CARE, BUS, account_id=8)
    assert "115" in site.client.get(f"/recherche?besoin={BUS}").text


def test_merges_never_make_a_circle_even_when_they_are_undone(services: Services) -> None:
    made = services.regrouping.merge(NEED, PERMIT, BUS, account_id=8)
    for code, into, reason in (
        (BUS, PERMIT, "remplace"), (PERMIT, CARE, "remplace"), (CARE, CARE, "remplace"), (CARE, "rien", "inconnu")
    ):  # fmt: skip
        with pytest.raises(TaxonomyError) as refused:
            services.regrouping.merge(NEED, code, into, account_id=8)
        assert refused.value.reason == reason
    undone = services.classifying.undo(made.id, account_id=8)
    services.regrouping.merge(NEED, BUS, PERMIT, account_id=8)
    with pytest.raises(EditMoved):
        services.classifying.undo(undone.id, account_id=8)


def test_a_family_merged_gives_its_needs_and_takes_them_back(site: Site, services: Services) -> None:
    before = taxonomy_of(site)
    assert services.regrouping.try_merging(FAMILY, "mobilite", "famille").fiches == CRECHE - 1
    made = services.regrouping.merge(FAMILY, "mobilite", "famille", account_id=8)
    assert {each.code for each in taxonomy_of(site).needs_of("famille")} == {PERMIT, BUS, CARE}
    current = taxonomy_of(site).current_family("mobilite")
    assert current is not None and current.code == "famille"
    services.classifying.undo(made.id, account_id=8)
    assert taxonomy_of(site) == before
    # Another volet is another half of the base: its fiches would change sides unseen.
    with pytest.raises(TaxonomyError):
        services.regrouping.merge(FAMILY, "mobilite", "emploi", account_id=8)


def test_a_need_is_divided_with_its_words_and_the_fiches_that_say_them(site: Site, services: Services) -> None:
    before, kept_by = needs_of(site), keepers(site)
    seen = services.regrouping.try_dividing(NEED, PERMIT, PHONED)
    assert (seen.fiches, seen.titles) == (1, ("Conseil permis par téléphone",)) and needs_of(site) == before
    made = services.regrouping.divide(NEED, PERMIT, PHONED, WRITER)
    new = made.code
    assert (new, taxonomy_of(site).needs[new].search_words) == ("mobilite-permis-par-telephone", ("auto-école",))
    assert taxonomy_of(site).needs[PERMIT].search_words == ()
    assert needs_of(site)[2] == (new,)
    assert keepers(site) == kept_by and WRITER.author.account not in kept_by.values()
    with site.database.read() as uow:
        version = uow.versions.of(3)[-1]
    assert (version.number, version.origin.kind, version.author) == (2, SaveOrigin.DIVIDING, SAM)
    assert found(site, services, new) == 1
    undone = services.classifying.undo(made.id, account_id=8)
    assert taxonomy_of(site).needs[PERMIT].search_words == ("auto-école",)
    current = taxonomy_of(site).current_need(new)
    assert current is not None and current.code == PERMIT
    assert found(site, services, PERMIT) == found(site, services, new)
    services.classifying.undo(undone.id, account_id=8)
    assert found(site, services, new) == 1


def test_a_divided_need_may_stay_with_its_fiches_or_leave_them_where_they_are(site: Site, services: Services) -> None:
    both = services.regrouping.divide(NEED, PERMIT, replace(PHONED, follow=Follow.BOTH), WRITER)
    assert needs_of(site)[2] == (PERMIT, both.code)
    left = services.regrouping.divide(NEED, PERMIT, Division("Permis à un euro"), WRITER)
    assert needs_of(site)[0] == (PERMIT,)
    assert [each.code for each in taxonomy_of(site).needs_of("mobilite")] == [PERMIT, BUS, both.code, left.code]


def test_a_divided_need_keeps_its_emergency_numbers_on_both_sides(site: Site, services: Services) -> None:
    new = services.regrouping.divide(NEED, CARE, Division("Garde de nuit"), WRITER).code
    assert taxonomy_of(site).emergency_numbers[0].needs == (CARE, new)


def test_a_family_is_divided_by_its_needs(site: Site, services: Services) -> None:
    before = taxonomy_of(site)
    made = services.regrouping.divide(FAMILY, "mobilite", Division("Conduire", needs=(PERMIT,)), WRITER)
    assert [each.code for each in taxonomy_of(site).needs_of(made.code)] == [PERMIT]
    assert found(site, services, PERMIT) > 0
    services.classifying.undo(made.id, account_id=8)
    assert taxonomy_of(site).needs == before.needs
    current = taxonomy_of(site).current_family(made.code)
    assert current is not None and current.code == "mobilite"


class Watched(ResourceRepository):
    """Says which fiches it was asked for."""

    def __init__(self, connection: Connection, asked: list[int]) -> None:
        super().__init__(connection)
        self._asked = asked

    def by_ids(self, ids: Sequence[int]) -> list[Resource]:
        self._asked += ids
        return super().by_ids(ids)


class Busy(Database):
    """The same base, in which others write just before the one who is watched."""

    def __init__(self, database: Database, meanwhile: Callable[[], object]) -> None:
        vars(self).update(vars(database))
        self._meanwhile = meanwhile
        self.asked: list[int] = []

    @contextmanager
    def write(self) -> Iterator[UnitOfWork]:
        self._meanwhile()
        with super().write() as uow:
            uow.resources = Watched(uow.connection, self.asked)
            yield uow


def test_fiches_are_read_before_anybody_is_kept_from_writing_and_again_only_if_they_were_saved(site: Site) -> None:
    def meanwhile() -> None:
        for number, title in ((PERMIT_REMOTE, "Conseil"), (PERMIT_SILENT, "Permis par téléphone")):
            site.resources.revise(
                number, fiche(title), expected_version=1, author=SAM, origin=FORM, now=NOW
            )  # fmt: skip

    busy = Busy(site.database, meanwhile)
    regrouping = Regrouping(busy, site.resources, now=lambda: NOW, chunk=2)
    new = regrouping.divide(NEED, PERMIT, PHONED, WRITER).code
    assert needs_of(site) == [(PERMIT,), (PERMIT,), (PERMIT,), (new,), (PERMIT,), (CARE,)]
    assert busy.asked == [PERMIT_REMOTE, PERMIT_SILENT, PERMIT_SILENT]


def test_a_fiche_that_follows_is_saved_by_the_rules_of_any_save(site: Site, services: Services) -> None:
    """Put with a family alone beside a need of it, as the rules of another day let it."""
    with site.database.write() as uow:
        before = uow.resources.by_ids([PERMIT_REMOTE])[0]
        kept = replace(before.content, families=("mobilite", "famille"))
        save = Save(kept, SAM, FORM, before, kept_before=True)
        site.resources.save_many(uow, [save], now=NOW)
    services.regrouping.divide(NEED, PERMIT, PHONED, WRITER)
    content = site.resources.get(PERMIT_REMOTE).content
    assert (content.needs, content.families) == (("mobilite-permis-par-telephone",), ("famille",))


@pytest.mark.parametrize(
    "kind, code, division, reason",
    [
        (NEED, "rien", Division("Titre"), "inconnu"),
        (NEED, PERMIT, Division(" "), "vide"),
        (NEED, BUS, Division("Titre"), "retire"),
        (NEED, PERMIT, Division("x" * 121), "trop-long"),
        (FAMILY, "mobilite", Division("Titre"), "sans-besoin"),
        (FAMILY, "mobilite", Division("Titre", needs=(CARE,)), "sans-besoin"),
    ],
)
def test_what_cannot_be_divided_is_refused(
    services: Services, kind: EntryKind, code: str, division: Division, reason: str
) -> None:
    services.classifying.save(NEED, BUS, Said("Transport", retired=True), account_id=8)
    with pytest.raises(TaxonomyError) as refused:
        services.regrouping.divide(kind, code, division, WRITER)
    assert refused.value.reason == reason


def test_a_need_moves_to_another_family_and_back(site: Site, services: Services) -> None:
    said, seq = Said.of(taxonomy_of(site).needs[PERMIT]), last(site)
    made = services.classifying.save(NEED, PERMIT, replace(said, family="famille"), account_id=8)
    assert made is not None and taxonomy_of(site).needs[PERMIT].family == "famille"
    assert moved(site, seq) == set(range(1, CRECHE))
    services.classifying.undo(made.id, account_id=8)
    assert taxonomy_of(site).needs[PERMIT].family == "mobilite"
    with pytest.raises(TaxonomyError):
        services.classifying.save(NEED, PERMIT, replace(said, family="rien"), account_id=8)


def test_a_source_counts_by_the_mapping_in_force_whatever_read_its_old_files(site: Site, services: Services) -> None:
    said = ImportSource(0, "Mission locale", "cd13", "", "essai", "essai", f'["{PERMIT}"]', {}, (), NOW, "Léa")
    with site.database.write() as uow:
        source = uow.import_sources.add(said)
        uow.batches.add(
            source="essai", format_name="essai", file_name="essai.csv", file=pack(BytesIO(b"id;nom")),
            options={"mapping": said.mapping}, author=SAM, now=NOW, institution="cd13", source_id=source.id,
        )  # fmt: skip
    assert named(services, PERMIT) == {said.name}
    with site.database.write() as uow:
        uow.import_sources.save(replace(source, mapping=f'["{BUS}"]'))
    assert (named(services, PERMIT), named(services, BUS)) == (set(), {said.name})


def test_what_reads_files_into_a_need_is_counted(site: Site, services: Services) -> None:
    imports = site.app.extensions[OPERATIONS].imports
    mapping = json.loads(MAPPING)
    mapping["champs"]["besoins"] = {"colonnes": ["besoins"], "defaut": [PERMIT]}
    for text in (MAPPING, json.dumps(mapping), json.dumps(mapping)):
        imports.receive(new_import([row(1)], mapping_text=text, source="préfecture"), author=SAM)
    assert services.regrouping.try_merging(NEED, PERMIT, CARE).mappings[-1] == "préfecture"
    assert "préfecture" not in services.regrouping.try_merging(NEED, CARE, PERMIT).mappings
    packaged = services.classifying.try_out(NEED, CARE, Said.of(taxonomy_of(site).needs[CARE]), "").mappings
    assert packaged == tuple(sorted(label for label, texts in codes_named().items() if CARE in texts)) != ()
