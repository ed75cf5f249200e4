"""``/api/v1/mouvements``: what moved since last time, for who keeps a copy of the base."""

from flask import Blueprint as PlainBlueprint
from flask import Response, redirect, request, url_for
from werkzeug.wrappers import Response as Redirection

from directory.api.blueprint import Blueprint, as_json
from directory.api.fiche_answers import moved_answer
from directory.domain.rights import Action
from directory.http.access import needs
from directory.http.request import current_services
from directory.schemas.fiche import MovedPageSchema
from directory.schemas.requests import MovedRequest, MovedSchema

movements = Blueprint("mouvements", __name__, description="Tenir une copie de la base.")
former = PlainBlueprint("modifications", __name__)


@movements.route("/mouvements", methods=["GET"])
@needs(Action.READ)
@movements.arguments(MovedSchema, location="query")
@movements.response(200, MovedPageSchema, description="Ce qui a bougé")
@movements.alt_response(304, description="Rien n’a bougé")
@movements.doc(summary="Suivre ce qui bouge", operationId="mouvements")
def moved(asked: MovedRequest) -> Response:
    """Les fiches créées, modifiées, confirmées, archivées, retirées ou fusionnées, dans l’ordre.

    Commencez avec «\u00a0modifie_depuis\u00a0» ou sans rien, puis renvoyez le «\u00a0curseur\u00a0» reçu\u00a0: il
    reste valable, et rien n’est sauté. Une fiche qui a bougé plusieurs fois vient une fois, telle qu’elle est.
    """
    page = current_services().movements.page(cursor=asked.cursor, since=asked.since, limit=asked.limit)
    return as_json(moved_answer(page))


@former.get("/ressources/modifications")
@needs(Action.READ)
def moved_before() -> Redirection:
    """Lead the programs that follow the first address of these lines to the one of today."""
    said = request.query_string.decode("ascii", "replace")
    return redirect(url_for("mouvements.moved") + (f"?{said}" if said else ""), 308)
