"""Somebody of each kind that the table of rights knows, and objects of three institutions, on a site."""

from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from flask.testing import FlaskClient

from directory.domain.accounts.account import Account
from directory.domain.accounts.sessions import LIFE
from directory.domain.actors import PROBE, VISITOR, Actor, ActorKind, Duty, Profile, Scope
from directory.services.accounts.callers import COMMAND
from directory.store.database import Database
from tests.access.actors import OTHER, OWN, PARTNER
from tests.access.objects import (
    batch_of,
    file_for,
    office_of,
    passkey,
    proposal_on,
    report_on,
    selection_of,
    source_for,
    suggestion_to,
)
from tests.accounts import Team
from tests.site import CONTENTS, METRICS_TOKEN, Site, make_site, settings_for

READING = frozenset({"GET"})
SHEET_KEY = "f" * 32
"""What the links of sheets and those that stop mails are signed with."""


@dataclass
class Somebody:
    """One who asks: as rights see them, and what they send."""

    actor: Actor
    cookie: str = ""
    bearer: str = ""

    def ask(self, site: Site, method: str, path: str) -> int:
        """Return the status of an answer; 401 for one that sends to the page of sign-in."""
        # A plain client: what pages look like is for other tests, among them the page of components.
        client = FlaskClient(site.app, site.app.response_class)
        if self.cookie:
            client.set_cookie("compte", self.cookie)
        headers = {"Authorization": f"Bearer {self.bearer}"} if self.bearer else {}
        answer = client.open(path, method=method, headers=headers)
        answer.close()
        if answer.status_code in (302, 303) and answer.headers["Location"].startswith("/connexion?"):
            return 401
        return answer.status_code

    def at(self, path: str, method: str) -> Actor:
        """Return the actor that rights see: a cookie counts for nothing where it would write through the API."""
        is_api_write = path.startswith("/api/") and method not in READING
        return VISITOR if self.cookie and is_api_write else self.actor


@dataclass
class Ground:
    """A site with people of three institutions, and objects of each."""

    site: Site
    team: Team
    people: dict[str, Somebody]
    accounts: dict[str, Account]
    tokens: dict[str, int]
    passkeys: dict[str, int]
    reports: dict[str, int]
    proposals: dict[str, int]
    suggestions: dict[str, int]
    selections: dict[str, int]
    batches: dict[str, int]
    sources: dict[str, int]
    offices: dict[str, int]
    files: dict[str, int]


PEOPLE: dict[str, tuple[str, Profile, tuple[Duty, ...]]] = {
    "consultation": (OWN, Profile.CONSULTATION, ()),
    "mise à jour": (OWN, Profile.UPDATE, ()),
    "mise à jour, partner": (PARTNER, Profile.UPDATE, ()),
    "mise à jour, other": (OTHER, Profile.UPDATE, ()),
    "RGC": (OWN, Profile.CONSULTATION, (Duty.RGC,)),
    "RGC and mise à jour": (OWN, Profile.UPDATE, (Duty.RGC,)),
    "RGC, partner": (PARTNER, Profile.UPDATE, (Duty.RGC,)),
    "RGC, other": (OTHER, Profile.UPDATE, (Duty.RGC,)),
    "administrateur": (OTHER, Profile.CONSULTATION, (Duty.ADMINISTRATOR,)),
}


ON_POSTGRESQL = frozenset({"consultation", "mise à jour, partner", "RGC", "administrateur", "token import", "visitor"})
"""Rights are decided before any SQL is; what SQL finds is asked on PostgreSQL by one of each kind."""


def make_ground(database: Database, folder: Path) -> Ground:
    """Return a site with somebody of each kind, and objects of three institutions."""
    settings = settings_for(folder, PUBLIC_READING="off", SHEET_KEYS=SHEET_KEY)
    site = make_site(database, folder, contents=CONTENTS[:1], settings=settings)
    team = Team(database)
    until = team.clock() + timedelta(days=30)

    def key(institution: str, scope: Scope) -> str:
        return team.accounts.tokens.create(COMMAND, institution, name="essai", scopes={scope}, expires_at=until)

    objects = {code: team.person(f"objet-{code}", code) for code in (OWN, PARTNER, OTHER)}
    kept = {code: key(code, Scope.READ) for code in (OWN, PARTNER, OTHER)}
    numbers = {each.institution: each.id for each in team.accounts.tokens.of(COMMAND)}
    assert len(kept) == len(numbers)
    people = {name: person(team, f"p{rank}", *said) for rank, (name, said) in enumerate(PEOPLE.items())}
    for scope in (Scope.READ, Scope.WRITE, Scope.IMPORT):
        machine = Actor(ActorKind.TOKEN, institution=OWN, scopes=frozenset({scope}))
        people[f"token {scope}"] = Somebody(machine, bearer=key(OWN, scope))
    people["collector"] = Somebody(PROBE, bearer=METRICS_TOKEN)
    people["visitor"] = Somebody(VISITOR)
    people["suspended"] = Somebody(VISITOR, cookie=suspended(team))
    people["expired session"] = Somebody(VISITOR, cookie=expired(team))
    people["forged token"] = Somebody(VISITOR, bearer="brp_" + "x" * 43)
    if not database.is_sqlite:
        people = {name: each for name, each in people.items() if name in ON_POSTGRESQL}
    keys = {code: passkey(team, objects[code]) for code in objects}
    reports = {code: report_on(site, code) for code in objects}
    proposals = {code: proposal_on(site, code) for code in objects}
    suggestions = {code: suggestion_to(site, code) for code in objects}
    selections = {code: selection_of(site, account.id) for code, account in objects.items()}
    batches = {code: batch_of(site, code) for code in objects}
    sources = {code: source_for(site, code) for code in objects}
    files = {code: file_for(site, account) for code, account in objects.items()}
    offices = {code: office_of(site, code) for code in objects}
    return Ground(
        site, team, people, objects, numbers, keys, reports, proposals, suggestions, selections, batches, sources,
        offices, files,
    )  # fmt: skip


def person(team: Team, name: str, institution: str, profile: Profile, duties: tuple[Duty, ...]) -> Somebody:
    account = team.person(name, institution, profile, duties)
    with team.database.read() as uow:
        partners = uow.institutions.partners_of(institution) if Duty.RGC in duties else frozenset()
    return Somebody(account.acts_as(partners), cookie=team.session(account))


def suspended(team: Team) -> str:
    account = team.person("suspendue", profile=Profile.UPDATE, duties=(Duty.RGC,))
    secret = team.session(account)
    team.accounts.people.suspend(COMMAND, account.id)
    return secret


def expired(team: Team) -> str:
    account = team.person("absente", profile=Profile.UPDATE, duties=(Duty.RGC,))
    team.clock.at -= LIFE
    secret = team.session(account)
    team.clock.at += LIFE
    return secret
