"""What a machine says in the headers of a request: which version it changes, and under which key it asks."""

import hashlib

import orjson
from flask import request

from directory.domain.changes import Json
from directory.domain.once import LONGEST_KEY, Once
from directory.errors import BadInput, field_error
from directory.http.access import current_actor
from directory.http.links import whole_number

ONCE = "Idempotency-Key"
IF_MATCH_SAID = {
    "in": "header",
    "name": "If-Match",
    "required": True,
    "schema": {"type": "string"},
    "description": "L’en-tête ETag reçu à la lecture\u00a0: il dit quelle version est modifiée.",
}
ONCE_SAID = {
    "in": "header",
    "name": ONCE,
    "required": False,
    "schema": {"type": "string", "minLength": 1, "maxLength": LONGEST_KEY, "pattern": "^[!-~]+$"},
    "description": (
        "Une clé choisie par le logiciel, neuve pour chaque fiche\u00a0: la même demande envoyée encore dans les "
        "24\u00a0heures, après une coupure par exemple, ne crée rien de plus et reçoit la même réponse."
    ),
}


def version_said() -> int | None:
    """Return the version that If-Match names; 0, which no fiche has, for what is no tag of ours; None without one."""
    said = request.headers.get("If-Match")
    if said is None:
        return None
    number = said.strip().removeprefix("W/").strip('"').partition("-")[0]
    return whole_number(number) or 0


def once_said(body: Json) -> Once | None:
    """Return what makes this request one to be done once; None without a key. Raises BadInput for no key at all."""
    key, holder = request.headers.get(ONCE), current_actor().token
    if key is None or holder is None:
        return None
    if len(key) > LONGEST_KEY:
        raise BadInput((field_error(ONCE, "trop-long", value=key, libelle=ONCE, maximum=LONGEST_KEY),))
    if not key or not all("!" <= each <= "~" for each in key):
        expected = "des lettres, des chiffres et des signes, sans espace"
        raise BadInput((field_error(ONCE, "valeur-invalide", value=key, libelle=ONCE, attendu=expected),))
    sent = orjson.dumps([request.path, body], option=orjson.OPT_SORT_KEYS)
    return Once(holder, key, hashlib.sha256(sent).hexdigest())
