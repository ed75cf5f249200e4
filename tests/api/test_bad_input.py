"""Whatever is sent, on every entrance: a French message for each fault, all at once, never a 500."""

import re
from urllib.parse import quote, urlencode

import pytest
from flask.testing import FlaskClient

from directory.criteria import PARAMETERS

NBSP = "\u00a0"
TODAY = "2026-03-02"

FAULTS = [
    ("inconnu=1", "inconnu", "parametre-inconnu"),
    ("publics=jeunes", "publics", "parametre-inconnu"),
    ("q=" + "a" * 10_000, "q", "trop-long"),
    ("q=%00", "q", "caractere-interdit"),
    ("q=a%1bb", "q", "caractere-interdit"),
    ("q=%EF%BF%BF", "q", "caractere-interdit"),
    ("q=a&q=b", "q", "valeur-repetee"),
    ("page=2&page=3", "page", "valeur-repetee"),
    ("commune=13004&commune=84007", "commune", "valeur-repetee"),
    ("public=inconnu", "public", "valeur-inconnue"),
    ("besoin=mobilite-permi", "besoin", "valeur-inconnue"),
    ("famille=non-communique", "famille", "valeur-inconnue"),
    ("accueil=non-communique", "accueil", "valeur-inconnue"),
    ("institution=personne", "institution", "valeur-inconnue"),
    ("reseau=../etc", "reseau", "valeur-invalide"),
    ("commune=99999", "commune", "valeur-inconnue"),
    ("commune=Arles", "commune", "valeur-inconnue"),
    ("lat=43.6", "lon", "valeur-manquante"),
    ("lon=4.6", "lat", "valeur-manquante"),
    ("lat=91&lon=0", "lat", "valeur-invalide"),
    ("lat=nan&lon=0", "lat", "valeur-invalide"),
    ("lat=1e400&lon=0", "lat", "valeur-invalide"),
    ("lat=43.6&lon=inf", "lon", "valeur-invalide"),
    ("rayon=0", "rayon", "valeur-invalide"),
    ("rayon=101", "rayon", "valeur-invalide"),
    ("rayon=dix", "rayon", "valeur-invalide"),
    ("bbox=1,2,3", "bbox", "valeur-invalide"),
    ("bbox=6,43,4,44", "bbox", "valeur-invalide"),
    ("bbox=4,44,6,43", "bbox", "valeur-invalide"),
    ("bbox=a,b,c,d", "bbox", "valeur-invalide"),
    ("ouvert=samedi", "ouvert", "valeur-invalide"),
    ("ouvert=2026-02-30", "ouvert", "valeur-invalide"),
    ("ouvert=2026-03-02T25:00", "ouvert", "valeur-invalide"),
    ("ouvert=2026-02-20", "ouvert", "date-passee"),
    ("ouvert=2026-03-17", "ouvert", "date-trop-lointaine"),
    ("ouvert=9999-12-31", "ouvert", "date-trop-lointaine"),
    ("verifiee_depuis=hier", "verifiee_depuis", "valeur-invalide"),
    ("modifiee_depuis=hier", "modifiee_depuis", "valeur-invalide"),
    ("modifiee_depuis=2026-02-18T09:00", "modifiee_depuis", "valeur-invalide"),
    ("complete=presque", "complete", "valeur-invalide"),
    ("source=" + "a" * 121, "source", "trop-long"),
    ("structure=0", "structure", "valeur-invalide"),
    ("structure=Mission", "structure", "valeur-invalide"),
    ("sans_doublons=1", "sans_doublons", "valeur-invalide"),
    ("sans_besoin=peut-etre", "sans_besoin", "valeur-invalide"),
    ("correction=1", "correction", "valeur-invalide"),
    ("groupe=ailleurs", "groupe", "valeur-inconnue"),
    ("tri=prix", "tri", "valeur-inconnue"),
    ("tri=distance", "lieu", "valeur-manquante"),
    ("page=0", "page", "valeur-invalide"),
    ("page=1.5", "page", "valeur-invalide"),
    ("page=99999999999999999999", "page", "valeur-invalide"),
    ("page=٣", "page", "valeur-invalide"),
    ("taille=1001", "taille", "valeur-invalide"),
    ("taille=-1", "taille", "valeur-invalide"),
    ("page=501&taille=20", "page", "page-trop-loin"),
    ("lieu=Xyzzyville", "lieu", "lieu-inconnu"),
]

TYPED = [
    "'; DROP TABLE resource; --",
    '" OR 1=1 --',
    'NEAR(permis "conduire", 5)',
    "title:permis AND -conduire*",
    "^permis* OR {col}:x",
    "permis AND NOT (conduire",
    "*",
    "%",
    "_",
    "\\",
    '()[]{}~?:/\\"',
    "😀 permis 👩‍👧",
    "ﬁ œ Æ ÿ ǆ",
    "مرحبا permis",
    "\u202epermis\u202c",
    "a\u0301" * 100,
    "é" * 500,
    "1" * 500,
    "permis " * 70,
    "L’État, c’est-à-dire l'aujourd’hui",
    "\t\n permis \r\n",
    "<script>alert(1)</script>",
    "{{7*7}} ${7*7} #{7*7}",
    "../../etc/passwd",
    "%s%n%x",
]


def faults_of(client: FlaskClient, query: str, *, path: str = "ressources") -> list[dict]:  # type: ignore[type-arg]
    answer = client.get(f"/api/v1/{path}?{query}")
    assert answer.status_code == 422, answer.get_data(as_text=True)[:500]
    assert answer.content_type == "application/problem+json"
    body = answer.get_json()
    assert (body["status"], body["code"]) == (422, "saisie-invalide")
    assert body["title"] and body["detail"] and body["type"].startswith("/api/v1/docs#erreur-")
    return body["erreurs"]  # type: ignore[no-any-return]


@pytest.mark.parametrize("query, field, code", FAULTS, ids=[query[:30] for query, _, _ in FAULTS])
def test_a_bad_value_is_named_with_its_code_in_french(client: FlaskClient, query: str, field: str, code: str) -> None:
    (fault,) = faults_of(client, query)
    assert (fault["champ"], fault["code"]) == (field, code)
    assert re.match(r"[A-Z«ÉL]", fault["message"]) and fault["message"][-1] in ".?"
    assert len(fault["message"]) < 300


@pytest.mark.parametrize("query, field, code", FAULTS, ids=[query[:30] for query, _, _ in FAULTS])
def test_the_page_says_the_same(client: FlaskClient, query: str, field: str, code: str) -> None:
    answer = client.get(f"/recherche?{query}")
    assert answer.status_code == 422
    assert answer.content_type == "text/html; charset=utf-8"
    title = "Où chercher" if code == "lieu-inconnu" else "à corriger"
    assert title in answer.get_data(as_text=True)


def test_all_errors_are_said_at_once(client: FlaskClient) -> None:
    query = "foo=1&q=%00&public=x&public=y&lat=91&rayon=a&page=600&bar=2"
    found = [(fault["champ"], fault["code"]) for fault in faults_of(client, query)]
    assert sorted(found) == [
        ("bar", "parametre-inconnu"),
        ("foo", "parametre-inconnu"),
        ("lat", "valeur-invalide"),
        ("lon", "valeur-manquante"),
        ("page", "page-trop-loin"),
        ("public", "valeur-inconnue"),
        ("public", "valeur-inconnue"),
        ("q", "caractere-interdit"),
        ("rayon", "valeur-invalide"),
    ]  # fmt: skip


def test_an_unknown_code_or_parameter_comes_with_a_suggestion(client: FlaskClient) -> None:
    (need,) = faults_of(client, "besoin=mobilite-permi")
    assert f"Vouliez-vous dire «{NBSP}mobilite-permis{NBSP}»" in need["message"]
    (name,) = faults_of(client, "publics=jeunes")
    assert f"Vouliez-vous dire «{NBSP}public{NBSP}»" in name["message"]
    (commune,) = faults_of(client, "commune=Arles")
    assert "13004" in commune["message"]


def test_a_thousand_values_are_refused_and_fifty_accepted(client: FlaskClient) -> None:
    for parameter in PARAMETERS:
        if parameter.is_repeatable:
            many = urlencode([(parameter.name, f"v{number}") for number in range(1000)])
            (fault,) = faults_of(client, many)
            assert (fault["champ"], fault["code"]) == (parameter.name, "trop-de-valeurs")
    assert client.get("/api/v1/ressources?" + "public=jeunes&" * 50).status_code == 200


def test_every_parameter_refuses_nul_and_a_flood(client: FlaskClient) -> None:
    for parameter in PARAMETERS:
        (fault,) = faults_of(client, f"{parameter.name}=a%00b")
        assert fault["code"] == "caractere-interdit"
        assert faults_of(client, f"{parameter.name}={'9' * 10_000}")


def test_homonyms_are_asked_about(client_of_france: FlaskClient) -> None:
    (fault,) = faults_of(client_of_france, "lieu=Saint-Denis")
    assert fault["code"] == "lieu-ambigu"
    assert {"code": "93066", "libelle": "Saint-Denis (93)"} in fault["choix"]
    page = client_of_france.get("/recherche?q=permis&lieu=Saint-Denis")
    assert page.status_code == 200
    assert "/recherche?q=permis&amp;commune=93066" in page.get_data(as_text=True)


@pytest.mark.parametrize("text", TYPED, ids=range(len(TYPED)))
@pytest.mark.parametrize(
    "path", ["/api/v1/ressources?q=", "/api/v1/carte?bbox=4,43,6,44&q=", "/recherche?q=", "/api/v1/suggestions?q="]
)
def test_nothing_typed_breaks_an_entrance(client: FlaskClient, path: str, text: str) -> None:
    answer = client.get(path + quote(text))
    assert answer.status_code in (200, 422), answer.get_data(as_text=True)
    if answer.status_code == 422:
        assert "suggestions" in path


@pytest.mark.parametrize("text", TYPED, ids=range(len(TYPED)))
@pytest.mark.parametrize("path", ["/api/v1/ressources?lieu=", "/recherche?lieu=", "/api/v1/lieux?q="])
def test_nothing_typed_as_a_place_breaks_an_entrance(client: FlaskClient, path: str, text: str) -> None:
    assert client.get(path + quote(text)).status_code in (200, 422)


@pytest.mark.parametrize(
    "path, query, field, code",
    [
        ("ressources", "taille=1001", "taille", "valeur-invalide"),
        ("ressources", "curseur=-1", "curseur", "valeur-invalide"),
        ("ressources", "curseur=0&page=1", "curseur", "valeur-invalide"),
        ("ressources", "curseur=0&tri=nom", "curseur", "valeur-invalide"),
        ("ressources", "champs=titres", "champs", "valeur-inconnue"),
        ("ressources", "facettes=peut-etre", "facettes", "valeur-invalide"),
        ("ressources", "groupes=0", "groupes", "valeur-invalide"),
        ("structures", "champs=titre", "champs", "valeur-inconnue"),
        ("sources", "q=a", "q", "parametre-inconnu"),
        ("carte", "", "bbox", "valeur-manquante"),
        ("carte", "bbox=4,43,6,44&zoom=23", "zoom", "valeur-invalide"),
        ("suggestions", "q=a", "q", "trop-court"),
        ("suggestions", "", "q", "valeur-manquante"),
        ("lieux", "q=a", "q", "trop-court"),
        ("lieux", "q=arles&limite=21", "limite", "valeur-invalide"),
        ("mouvements", "curseur=-1", "curseur", "valeur-invalide"),
        ("mouvements", "modifie_depuis=hier", "modifie_depuis", "valeur-invalide"),
        ("ressources/1", "format=xml", "format", "parametre-inconnu"),
        ("ressources/1/versions", "page=1", "page", "parametre-inconnu"),
        ("referentiel", "q=a", "q", "parametre-inconnu"),
        ("institutions", "q=a", "q", "parametre-inconnu"),
    ],
)
def test_the_other_entrances_are_as_strict(client: FlaskClient, path: str, query: str, field: str, code: str) -> None:
    (fault,) = faults_of(client, query, path=path)
    assert (fault["champ"], fault["code"]) == (field, code)


def test_an_address_without_end_is_refused(client: FlaskClient) -> None:
    answer = client.get("/api/v1/ressources?" + "public=jeunes&" * 10_000)
    assert (answer.status_code, answer.get_json()["code"]) == (414, "adresse-trop-longue")


@pytest.mark.parametrize("path", ["/api/v1/ressources", "/api/v1/referentiel", "/recherche", "/"])
def test_a_method_that_is_not_there_says_which_are(client: FlaskClient, path: str) -> None:
    answer = client.delete(path)
    assert answer.status_code == 405
    assert "GET" in answer.headers["Allow"]


def test_bytes_that_are_no_text_are_no_failure(client: FlaskClient) -> None:
    assert client.get("/api/v1/ressources?q=%ff%fe%80").status_code in (200, 422)
    assert client.get("/recherche?%ff=%80").status_code == 422
