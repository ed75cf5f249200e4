"""Bodies that hold nothing but texts, as machines send them."""

from collections.abc import Mapping

from directory.domain.changes import Json
from directory.errors import BadInput, FieldError, did_you_mean, field_error
from directory.schemas.wire import nearest_code


def text_fields(body: Json, labels: Mapping[str, str], what: str) -> tuple[dict[str, str], list[FieldError]]:
    """Return the texts of a body by name, and what is wrong with its other members.

    labels   of the names that it may have.
    what     it is, in French. Raises BadInput when it is no object.
    """
    if not isinstance(body, dict):
        raise BadInput((_of_another_kind("", body, what, "un objet"),))
    errors = [
        field_error(name[:60], "parametre-inconnu", suggestion=did_you_mean(name, None, nearest_code(name, labels)))
        for name in body
        if name not in labels
    ]
    found: dict[str, str] = {}
    for name, label in labels.items():
        said = body.get(name)
        if isinstance(said, str):
            found[name] = said
        elif name in body:
            errors.append(_of_another_kind(name, said, label, "du texte"))
    return found, errors


def _of_another_kind(name: str, said: Json, label: str, wanted: str) -> FieldError:
    return field_error(name, "valeur-invalide", value=type(said).__name__, libelle=label, attendu=wanted)
