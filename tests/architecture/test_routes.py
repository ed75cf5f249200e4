"""Every route declares what it needs, and the list of routes is the one agreed."""

import re
from pathlib import Path

import pytest
from flask import Flask
from werkzeug.routing import Rule

from directory.app import create_app
from directory.domain.actors import PUBLIC_VISITOR
from directory.domain.rights import Action, may_somewhere
from directory.http.access import action_of
from directory.settings import read_settings
from directory.store.database import Database
from search.places.gazetteer import Gazetteer
from search.reference import ReferenceEngine

ROUTES = {
    "/": Action.READ,
    "/a-faire": Action.CONFIRM,
    "/a-faire/<kind>/<key>/plus-tard": Action.CONFIRM,
    "/a-faire/<kind>/<key>/revenir": Action.CONFIRM,
    "/a-faire/completer/<id>": Action.CONFIRM,
    "/a-faire/confirmer/<id>": Action.CONFIRM,
    "/a-faire/confirmer/<id>/annuler": Action.CONFIRM,
    "/accessibilite": Action.OPEN,
    "/aide": Action.OPEN,
    "/aide/data-inclusion": Action.OPEN,
    "/acces": Action.OPEN,
    "/administration": Action.OPERATE,
    "/administration/sans-reponse": Action.OPERATE,
    "/c/<secret>": Action.OPEN,
    "/charte": Action.OPEN,
    "/comptes": Action.MANAGE_ACCOUNTS,
    "/comptes/<int:number>": Action.MANAGE_ACCOUNTS,
    "/comptes/<int:number>/arrivee": Action.MANAGE_ACCOUNTS,
    "/comptes/<int:number>/institution": Action.MANAGE_ACCOUNTS,
    "/comptes/<int:number>/renvoyer": Action.MANAGE_ACCOUNTS,
    "/comptes/cles": Action.MANAGE_TOKENS,
    "/comptes/cles/<int:number>/retirer": Action.MANAGE_TOKENS,
    "/comptes/export.csv": Action.MANAGE_ACCOUNTS,
    "/comptes/inviter": Action.MANAGE_ACCOUNTS,
    "/comptes/inviter/plusieurs": Action.MANAGE_ACCOUNTS,
    "/comptes/journal": Action.READ_AUDIT,
    "/comptes/journal.csv": Action.READ_AUDIT,
    "/comptes/partenaires": Action.MANAGE_PARTNERS,
    "/comptes/partenaires/<code>/delai": Action.MANAGE_PARTNERS,
    "/comptes/partenaires/<code>/fiches": Action.TRANSFER,
    "/comptes/partenaires/<code>/fermer": Action.MANAGE_PARTNERS,
    "/connexion": Action.OPEN,
    "/connexion/cle": Action.OPEN,
    "/connexion/cle/defi": Action.OPEN,
    "/connexion/essai": Action.OPEN,
    "/connexion/oidc": Action.OPEN,
    "/connexion/oidc/retour": Action.OPEN,
    "/connexion/verification": Action.OPEN,
    "/deconnexion": Action.OPEN,
    "/donnees-personnelles": Action.OPEN,
    "/exporter": Action.EXPORT,
    "/structures/<id>": Action.READ,
    "/structures/<id>-<slug>": Action.READ,
    "/doublons": Action.MERGE,
    "/doublons/comparer": Action.MERGE,
    "/doublons/distinctes": Action.MERGE,
    "/doublons/fusionner": Action.MERGE,
    "/doublons/lignes": Action.IMPORT,
    "/fusions/<int:fusion>": Action.MERGE,
    "/f/<secret>": Action.OPEN,
    "/f/<secret>/<int:rank>.vcf": Action.OPEN,
    "/feuille": Action.MAKE_SHEET,
    "/feuille.pdf": Action.MAKE_SHEET,
    "/i/<secret>": Action.OPEN,
    "/pilotage": Action.READ_STEERING,
    "/pilotage.xlsx": Action.READ_STEERING,
    "/pilotage/couverture": Action.READ_STEERING,
    "/pilotage/fiches": Action.READ_STEERING,
    "/pilotage/rapport": Action.READ_STEERING,
    "/pilotage/rapport.pdf": Action.READ_STEERING,
    "/pilotage/totaux": Action.OPERATE,
    "/imports": Action.IMPORT,
    "/imports/<int:number>": Action.IMPORT,
    "/imports/<int:number>/annuler": Action.IMPORT,
    "/imports/<int:number>/appliquer": Action.IMPORT,
    "/imports/<int:number>/arreter": Action.IMPORT,
    "/imports/<int:number>/avancement": Action.IMPORT,
    "/imports/<int:number>/colonnes": Action.IMPORT,
    "/imports/<int:number>/disparues": Action.IMPORT,
    "/imports/<int:number>/essai": Action.IMPORT,
    "/imports/<int:number>/fichier": Action.IMPORT,
    "/imports/<int:number>/lecture": Action.IMPORT,
    "/imports/<int:number>/refusees.csv": Action.IMPORT,
    "/imports/<int:number>/reprendre": Action.IMPORT,
    "/imports/<int:number>/source": Action.IMPORT,
    "/imports/<int:number>/valeurs": Action.IMPORT,
    "/imports/envois": Action.IMPORT,
    "/imports/modele.csv": Action.IMPORT,
    "/imports/modele.xlsx": Action.IMPORT,
    "/imports/nouveau": Action.IMPORT,
    "/imports/sources/<int:number>": Action.IMPORT,
    "/imports/sources/<int:number>/correspondance.json": Action.IMPORT,
    "/imports/sources/<int:number>/deposer": Action.IMPORT,
    "/imports/sources/<int:number>/programmation": Action.OPERATE,
    "/m/<secret>": Action.OPEN,
    "/mon-compte": Action.OWN_ACCOUNT,
    "/mon-compte/application": Action.OWN_ACCOUNT,
    "/mon-compte/application/code": Action.OWN_ACCOUNT,
    "/mon-compte/application/retirer": Action.OWN_ACCOUNT,
    "/mon-compte/cles-d-acces": Action.OWN_ACCOUNT,
    "/mon-compte/cles-d-acces/<int:number>/retirer": Action.OWN_ACCOUNT,
    "/mon-compte/cles-d-acces/nouvelle": Action.OWN_ACCOUNT,
    "/mon-compte/codes": Action.OWN_ACCOUNT,
    "/mon-compte/courriel": Action.OWN_ACCOUNT,
    "/mon-compte/mot-de-passe": Action.OWN_ACCOUNT,
    "/mon-compte/preuve": Action.OWN_ACCOUNT,
    "/mon-compte/preuve/cle": Action.OWN_ACCOUNT,
    "/mon-compte/preuve/defi": Action.OWN_ACCOUNT,
    "/mon-compte/sessions": Action.OWN_ACCOUNT,
    "/mot-de-passe-oublie": Action.OPEN,
    "/composants": Action.OPEN,
    "/recherche": Action.READ,
    "/ressources/<id>": Action.READ,
    "/ressources/<id>-<slug>": Action.READ,
    "/ressources/<id>/archiver": Action.WRITE,
    "/ressources/<id>/archiver/annuler": Action.WRITE,
    "/ressources/<id>/confirmer": Action.CONFIRM,
    "/ressources/<id>/contact": Action.WRITE,
    "/ressources/<id>/ensemble": Action.WRITE,
    "/ressources/<id>/historique": Action.READ_PEOPLE,
    "/ressources/<id>/historique/<int:version>/restaurer": Action.WRITE,
    "/ressources/<id>/modifier": Action.WRITE,
    "/ressources/<id>/note": Action.WRITE_TEAM_NOTE,
    "/ressources/<id>/proposer": Action.PROPOSE,
    "/ressources/<id>/reprendre": Action.TAKE_OVER,
    "/ressources/<id>/retablir": Action.WRITE,
    "/ressources/<id>/signalements": Action.READ_PEOPLE,
    "/ressources/<id>/signaler": Action.REPORT,
    "/ressources/<id>/suite": Action.RECORD_OUTCOME,
    "/ressources/nouvelle": Action.WRITE,
    "/ressources/ressemblantes": Action.WRITE,
    "/ressources/saisie": Action.OWN_ACCOUNT,
    "/ressources/saisie/<key>/oublier": Action.OWN_ACCOUNT,
    "/ressources/saisie/adresses": Action.WRITE,
    "/ressources/saisie/besoins": Action.WRITE,
    "/ressources/saisie/horaires": Action.WRITE,
    "/ressources/saisie/structures": Action.WRITE,
    "/v/<secret>": Action.OPEN,
    "/propositions/<int:number>": Action.ANSWER,
    "/ressources/suggerer": Action.REPORT,
    "/suggestions/<int:number>": Action.ANSWER,
    "/signalements": Action.ANSWER,
    "/signalements/<int:number>/sans-suite": Action.ANSWER,
    "/liaison": Action.LIAISE,
    "/liaison.pdf": Action.LIAISE,
    "/antennes": Action.MANAGE_OFFICES,
    "/antennes/<id>": Action.MANAGE_OFFICES,
    "/antennes/<id>/confirmer": Action.MANAGE_OFFICES,
    "/antennes/<id>/retablir": Action.MANAGE_OFFICES,
    "/antennes/<id>/retirer": Action.MANAGE_OFFICES,
    "/antennes/antennes.csv": Action.MANAGE_OFFICES,
    "/antennes/importer": Action.MANAGE_OFFICES,
    "/antennes/nouvelle": Action.MANAGE_OFFICES,
    "/interlocuteurs": Action.READ_OFFICES,
    "/mes-signalements": Action.OWN_ACCOUNT,
    "/selection": Action.MAKE_SHEET,
    "/selection/fiches": Action.MAKE_SHEET,
    "/selection/garder": Action.KEEP,
    "/selection/nouvelle": Action.KEEP,
    "/selections/<id>": Action.KEEP,
    "/selections/<id>/remise": Action.KEEP,
    "/selections/<id>/copier": Action.KEEP,
    "/selections/<id>/partager": Action.KEEP,
    "/selections/<id>/supprimer": Action.KEEP,
    "/s/<secret>": Action.OPEN,
    "/suivis": Action.FOLLOW,
    "/suivis/fiches": Action.FOLLOW,
    "/suivis/recherche": Action.FOLLOW,
    "/suivis/recherches": Action.FOLLOW,
    "/suivis/rythme": Action.FOLLOW,
    "/static/<path:filename>": Action.OPEN,
    "/administration/classification": Action.MANAGE_REFERENCE,
    "/administration/classification/besoins/<code>": Action.MANAGE_REFERENCE,
    "/administration/classification/familles/<code>": Action.MANAGE_REFERENCE,
    "/administration/classification/ajouter": Action.MANAGE_REFERENCE,
    "/administration/classification/besoins/<code>/place": Action.MANAGE_REFERENCE,
    "/administration/classification/familles/<code>/place": Action.MANAGE_REFERENCE,
    "/administration/classification/besoins/<code>/diviser": Action.MANAGE_REFERENCE,
    "/administration/classification/besoins/<code>/fusionner": Action.MANAGE_REFERENCE,
    "/administration/classification/familles/<code>/diviser": Action.MANAGE_REFERENCE,
    "/administration/classification/familles/<code>/fusionner": Action.MANAGE_REFERENCE,
    "/administration/classification/mots-faibles": Action.MANAGE_REFERENCE,
    "/administration/classification/synonymes": Action.MANAGE_REFERENCE,
    "/administration/classification/annuler/<int:number>": Action.MANAGE_REFERENCE,
    "/api/v1/carte": Action.READ,
    "/api/v1/docs": Action.OPEN,
    "/api/v1/sources": Action.READ,
    "/api/v1/sources/<source>/ressources/<id>": Action.READ,
    "/api/v1/structures": Action.READ,
    "/api/v1/structures/<id>": Action.READ,
    "/api/v1/export": Action.EXPORT,
    "/api/v1/export/nuit": Action.EXPORT,
    "/exporter/preparer": Action.EXPORT,
    "/exporter/fichiers/<int:number>": Action.OWN_ACCOUNT,
    "/exporter/fichiers/<int:number>/avancement": Action.OWN_ACCOUNT,
    "/exporter/fichiers/<int:number>/fichier": Action.OWN_ACCOUNT,
    "/exporter/nuit/<form>": Action.EXPORT,
    "/api/v1/institutions": Action.READ,
    "/api/v1/interlocuteurs": Action.READ_OFFICES,
    "/api/v1/lieux": Action.READ,
    "/api/v1/mouvements": Action.READ,
    "/api/v1/openapi.json": Action.OPEN,
    "/api/v1/referentiel": Action.READ,
    "/api/v1/ressources": Action.READ,
    "/api/v1/ressources/<id>": Action.READ,
    "/api/v1/ressources/<id>/propositions": Action.PROPOSE,
    "/api/v1/ressources/<id>/signalements": Action.READ_PEOPLE,
    "/api/v1/ressources/<id>/versions": Action.READ,
    "/api/v1/ressources/modifications": Action.READ,
    "/api/v1/ressources/suggerees": Action.REPORT,
    "/api/v1/suggestions": Action.READ,
    "/metrics": Action.READ_METRICS,
    "/sante/pret": Action.OPEN,
    "/sante/vivant": Action.OPEN,
}


UNDESCRIBED = ("/docs", "/openapi.json", "/modifications")
"""The description itself, and an address that leads to where it went."""

WRITTEN = {
    "/api/v1/ressources": {Action.WRITE},
    "/api/v1/ressources/<id>": {Action.WRITE},
    "/api/v1/ressources/<id>/signalements": {Action.REPORT},
}
"""What the same addresses ask of the methods that write."""

ADDRESSES = (Path(__file__).parent / "addresses.txt").read_text(encoding="utf-8").splitlines()
"""Every address that was ever published: people keep them and programs call them, so that no line is ever removed."""


@pytest.fixture
def app(sqlite_database: Database, tmp_path: Path) -> Flask:
    settings = read_settings({"ENVIRONMENT": "development", "DATA_DIR": str(tmp_path)})
    return create_app(settings, database=sqlite_database, engine=ReferenceEngine(), gazetteer=Gazetteer([]))


def pattern(rule: Rule) -> str:
    """Return the address of a rule as these lists write it."""
    return re.sub(r"<(int\(max=\d+\)|path):\w*id>", "<id>", rule.rule)


def test_every_route_declares_its_right_and_none_is_forgotten(app: Flask) -> None:
    found: dict[str, set[Action | None]] = {}
    for rule in app.url_map.iter_rules():
        found.setdefault(pattern(rule), set()).add(action_of(app, rule.endpoint))
    assert found == {path: {action, *WRITTEN.get(path, ())} for path, action in ROUTES.items()}


def test_an_address_once_published_is_there_or_leads_to_where_it_went(app: Flask) -> None:
    today = {pattern(rule) for rule in app.url_map.iter_rules()}
    for address in ADDRESSES:
        if address not in today:
            answer = app.test_client().get(re.sub("<[^>]*>", "1", address))
            assert answer.status_code in (301, 308), f"{address} is gone: write a redirect to where it went"


def test_an_address_is_published_by_its_line(app: Flask) -> None:
    today = {pattern(rule) for rule in app.url_map.iter_rules()}
    assert today <= set(ADDRESSES), "add it to addresses.txt"
    assert sorted(set(ADDRESSES)) == ADDRESSES


def test_what_visitors_may_ask_changes_nothing(app: Flask) -> None:
    for rule in app.url_map.iter_rules():
        action = action_of(app, rule.endpoint)
        assert action is not None
        if action is Action.READ and may_somewhere(PUBLIC_VISITOR, action):
            assert set(rule.methods or ()) <= {"GET", "HEAD", "OPTIONS"}


def test_every_route_of_the_api_is_documented(app: Flask) -> None:
    answer = app.test_client().get("/api/v1/openapi.json")
    assert answer.status_code == 200
    documented = {f"/api/v1{path.removeprefix('/api/v1')}" for path in answer.get_json()["paths"]}
    expected = {rule for rule in ROUTES if rule.startswith("/api/v1/") and not rule.endswith(UNDESCRIBED)}
    named = {re.sub(r"\{\w+_id\}", "<id>", path) for path in documented}
    assert {re.sub(r"\{(\w+)\}", r"<\1>", path) for path in named} == expected
