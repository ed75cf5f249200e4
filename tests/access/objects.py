"""Objects of institutions and of people, made for the table of rights to be tried on."""

from io import BytesIO

from directory.domain.accounts.account import Account
from directory.domain.accounts.factors import Passkey
from directory.domain.actors import PUBLIC_VISITOR
from directory.domain.imports import ImportSource
from directory.domain.offices import Office, OfficeKind
from directory.domain.reports.proposal import Proposal
from directory.domain.reports.report import ReportKind
from directory.domain.reports.suggestion import Suggestion
from directory.domain.selections import Item, Selection
from directory.http.request import SERVICES
from directory.services.exports.formats import EXPORT_FORMATS
from directory.services.reports.reporting import Reporting, Told
from directory.store.packing import pack
from tests.access.actors import OTHER
from tests.accounts import Team
from tests.fiches import FORM, LEA, NOW, fiche
from tests.site import Site


def passkey(team: Team, account: Account) -> int:
    name = f"cle-{account.id}"
    with team.database.write() as uow:
        uow.factors.add_passkey(Passkey(0, account.id, name, "", 0, True, name, team.clock()))
        return uow.factors.of(account.id).passkeys[0].id


def file_for(site: Site, account: Account) -> int:
    """Have the whole base written for somebody and return the number of the file."""
    return int(site.app.extensions[SERVICES].exports.kept.ask(account.acts_as(frozenset()), EXPORT_FORMATS["csv"]))


def report_on(site: Site, code: str) -> int:
    """Tell an error on a fiche of an institution and return its number."""
    one = site.resources.create(fiche(institution=code), author=LEA, origin=FORM, now=NOW).resource
    return Reporting(site.database, now=lambda: NOW).report(PUBLIC_VISITOR, one.id, Told(ReportKind.CLOSED)).id


def proposal_on(site: Site, code: str) -> int:
    """Propose a change to a fiche of an institution and return its number."""
    one = site.resources.create(fiche(institution=code), author=LEA, origin=FORM, now=NOW).resource
    with site.database.write() as uow:
        return uow.proposals.add(Proposal(one.id, 1, {"phone": [one.content.phone, "115"]}, "", None, OTHER, NOW)).id


def suggestion_to(site: Site, code: str) -> int:
    """Suggest a resource to an institution and return its number."""
    with site.database.write() as uow:
        return uow.suggestions.add(Suggestion("Garage", "Répare", "Arles", "", "", (code,), None, "", "", NOW)).id


def selection_of(site: Site, account_id: int) -> int:
    """Put a fiche in the selection of somebody and return its number."""
    with site.database.write() as uow:
        return uow.selections.add(Selection(0, account_id, "", NOW, NOW, (Item(1, "", 1, NOW),))).id


def batch_of(site: Site, code: str) -> int:
    """Keep a file of an institution and return the number of its import."""
    with site.database.write() as uow:
        return uow.batches.add(
            source="essai", format_name="", file_name="essai.csv", file=pack(BytesIO(b"id;nom")), options={},
            author=LEA, now=NOW, institution=code,
        )  # fmt: skip


def office_of(site: Site, code: str) -> int:
    """Make an office of an institution and return its number."""
    with site.database.write() as uow:
        return uow.offices.add(Office(0, OfficeKind.MDS, "MDS", code, areas=("com:13004",))).id


def source_for(site: Site, code: str) -> int:
    """Make a source of an institution and return its number."""
    with site.database.write() as uow:
        return uow.import_sources.add(ImportSource(0, "Essai", code, "", code, "", "", {}, (), NOW, "Léa")).id
