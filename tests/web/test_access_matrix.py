"""The table of rights over HTTP: every route × everybody, then every object × everybody, on both databases."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from werkzeug.routing import Rule

from directory.domain.actors import PUBLIC_VISITOR, Actor
from directory.domain.rights import Action
from directory.http.access import action_of
from directory.http.links import LARGEST_ID
from directory.store.database import Database
from tests.access.actors import OTHER, OWN, PARTNER, cells, expected
from tests.access.ground import READING, Ground, Somebody, make_ground
from tests.access.table import BY_ACTION
from tests.site import Site

PARAMETERS = {
    "resource_id": "1",
    "structure_id": "1",
    "source": "data-inclusion",
    "form": "csv",
    "source_id": "dora--1",
    "slug": "x",
    "filename": "css/theme.css",
    "secret": "a" * 26,
    "number": "1",
    "fusion": "1",
    "version": "1",
    "key": "a" * 32,
    "code": PARTNER,
    "kind": "a-confirmer",
    "selection_id": "1",
    "office_id": "1",
    "rank": "1",
}
"""What a parameter of an address is replaced by; one that is missing here fails the test."""
REFUSED = (401, 403)


@pytest.fixture
def ground(database: Database, tmp_path: Path) -> Ground:
    return make_ground(database, tmp_path)


def routes(site: Site) -> Iterator[tuple[Rule, str, Action, str]]:
    """Give each route once for each method, with an address of it and what it declares."""
    for rule in site.app.url_map.iter_rules():
        action = action_of(site.app, rule.endpoint)
        assert action is not None, f"{rule.rule} declares nothing"
        path = re.sub(r"<(?:[^:>]*:)?(\w+)>", lambda found: PARAMETERS[found[1]], rule.rule)
        for method in sorted((rule.methods or set()) - {"HEAD", "OPTIONS"}):
            yield rule, method, action, path


def allows(action: Action, actor: Actor) -> bool:
    return bool(cells(BY_ACTION[action], actor) - {"."})


def is_read_only(rule: Rule, method: str, action: Action, actor: Actor) -> bool:
    """Say whether a page writes the fiche of ``OWN``, which who asks may read alone: it then says whose it is."""
    if "resource_id" not in rule.arguments or method not in READING or action is not Action.WRITE:
        return False
    return not expected(BY_ACTION[action], actor, owner=OWN, person=None)


def check_guard(site: Site, name: str, somebody: Somebody) -> int:
    """Ask every route, and return how many answers were compared with the table."""
    count = 0
    for rule, method, action, path in routes(site):
        actor = somebody.at(path, method)
        status = somebody.ask(site, method, path)
        told = f"{name}: {method} {rule.rule} ({action}) answered {status}"
        if allows(action, actor) and not is_read_only(rule, method, action, actor):
            assert status not in REFUSED, told
        else:
            assert status == (401 if actor.is_visitor else 403), told
        assert status < 500, told
        count += 1
    return count


def test_every_route_lets_in_whom_the_table_lets_in(
    ground: Ground, record_property: Callable[[str, object], None]
) -> None:
    asked = sum(check_guard(ground.site, name, somebody) for name, somebody in ground.people.items())
    ground.site.app.config["PUBLIC_READING"] = True
    asked += check_guard(ground.site, "visitor, public reading", Somebody(PUBLIC_VISITOR))
    record_property("access", asked)
    assert asked > 300


IMPORT_PAGES = ("", "/annuler", "/appliquer", "/arreter", "/avancement", "/colonnes", "/disparues", "/essai",
                "/fichier", "/lecture", "/refusees.csv", "/reprendre", "/source", "/valeurs")  # fmt: skip

OFFICE = f"/antennes/<int(max={LARGEST_ID}):office_id>"

OBJECTS: dict[str, Callable[[Ground, str], str]] = {
    "/administration/classification/besoins/<code>": lambda ground, code: "mobilite-permis",
    "/administration/classification/familles/<code>": lambda ground, code: "mobilite",
    "/administration/classification/besoins/<code>/place": lambda ground, code: "mobilite-permis",
    "/administration/classification/familles/<code>/place": lambda ground, code: "mobilite",
    "/administration/classification/besoins/<code>/diviser": lambda ground, code: "mobilite-permis",
    "/administration/classification/besoins/<code>/fusionner": lambda ground, code: "mobilite-permis",
    "/administration/classification/familles/<code>/diviser": lambda ground, code: "mobilite",
    "/administration/classification/familles/<code>/fusionner": lambda ground, code: "mobilite",
    "/administration/classification/annuler/<int:number>": lambda ground, code: "1",
    "/comptes/<int:number>": lambda ground, code: str(ground.accounts[code].id),
    "/comptes/<int:number>/arrivee": lambda ground, code: str(ground.accounts[code].id),
    "/comptes/<int:number>/institution": lambda ground, code: str(ground.accounts[code].id),
    "/comptes/<int:number>/renvoyer": lambda ground, code: str(ground.accounts[code].id),
    "/comptes/cles/<int:number>/retirer": lambda ground, code: str(ground.tokens[code]),
    "/comptes/partenaires/<code>/delai": lambda ground, code: code,
    "/comptes/partenaires/<code>/fiches": lambda ground, code: code,
    "/comptes/partenaires/<code>/fermer": lambda ground, code: code,
    **{f"/imports/<int:number>{page}": lambda ground, code: str(ground.batches[code]) for page in IMPORT_PAGES},
    "/imports/sources/<int:number>": lambda ground, code: str(ground.sources[code]),
    "/imports/sources/<int:number>/correspondance.json": lambda ground, code: str(ground.sources[code]),
    "/imports/sources/<int:number>/deposer": lambda ground, code: str(ground.sources[code]),
    "/imports/sources/<int:number>/programmation": lambda ground, code: str(ground.sources[code]),
    **{
        f"/exporter/fichiers/<int:number>{step}": lambda ground, code: str(ground.files[code])
        for step in ("", "/avancement", "/fichier")
    },
    "/mon-compte/cles-d-acces/<int:number>/retirer": lambda ground, code: str(ground.passkeys[code]),
    "/propositions/<int:number>": lambda ground, code: str(ground.proposals[code]),
    "/suggestions/<int:number>": lambda ground, code: str(ground.suggestions[code]),
    f"/selections/<int(max={LARGEST_ID}):selection_id>": lambda ground, code: str(ground.selections[code]),
    f"/selections/<int(max={LARGEST_ID}):selection_id>/remise": lambda ground, code: str(ground.selections[code]),
    f"/selections/<int(max={LARGEST_ID}):selection_id>/copier": lambda ground, code: str(ground.selections[code]),
    f"/selections/<int(max={LARGEST_ID}):selection_id>/partager": lambda ground, code: str(ground.selections[code]),
    f"/selections/<int(max={LARGEST_ID}):selection_id>/supprimer": lambda ground, code: str(ground.selections[code]),
    **{
        f"{OFFICE}{act}": lambda ground, code: str(ground.offices[code])
        for act in ("", "/confirmer", "/retablir", "/retirer")
    },
    "/signalements/<int:number>/sans-suite": lambda ground, code: str(ground.reports[code]),
}
"""Routes about an object that an institution owns, and how its number is found."""
WITHOUT_OWNER = frozenset({"resource_id", "structure_id", "slug", "filename", "secret", "version", "key", "kind",
                           "fusion", "rank", "entry", "source", "source_id", "form"})  # fmt: skip
"""Parameters that name no object of an institution: published fiches are everybody's to read, a secret is its holder's.

Who writes which fiche is tried in tests/integration/fiches, for every owner, and who takes a merge back in
tests/integration/duplicates; an entry in progress is found by its author alone (tests/web/writing)."""


def owner_of(action: Action, code: str) -> str:
    """Return the institution that decides about an object of ``code``: about a partner, its signatory."""
    return OWN if action is Action.MANAGE_PARTNERS and code == PARTNER else code


def test_an_object_out_of_reach_is_not_there(ground: Ground) -> None:
    ground.site.app.config["WTF_CSRF_ENABLED"] = False
    for rule, method, action, _ in routes(ground.site):
        if not rule.arguments - WITHOUT_OWNER:
            continue
        assert rule.rule in OBJECTS, f"{rule.rule}: tell how its object is found"
        for name, somebody in ground.people.items():
            for code in (OWN, PARTNER, OTHER):
                path = re.sub(r"<[^>]*>", OBJECTS[rule.rule](ground, code), rule.rule)
                may = expected(BY_ACTION[action], somebody.actor, owner=owner_of(action, code), person=None)
                if may and method not in READING:
                    continue
                status = somebody.ask(ground.site, method, path)
                told = f"{name}: {method} {path} of {code} answered {status}"
                if may:
                    assert status == 200, told
                elif allows(action, somebody.actor):
                    assert status == 404, told
                else:
                    assert status in REFUSED, told


def test_a_method_or_a_type_forged_changes_no_answer(ground: Ground) -> None:
    ground.site.app.config["WTF_CSRF_ENABLED"] = False
    client = FlaskClient(ground.site.app, ground.site.app.response_class)
    client.set_cookie("compte", ground.people["consultation"].cookie)
    for forged in ({"_method": "DELETE"}, {"X-HTTP-Method-Override": "PUT"}):
        assert client.get("/metrics", query_string=forged, headers=forged).status_code == 403
    for method in ("PUT", "DELETE", "PATCH", "TRACE"):
        assert client.open("/recherche", method=method).status_code == 405
