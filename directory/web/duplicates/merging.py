"""Two fiches compared, made one, and two again."""

from dataclasses import dataclass

from flask import Blueprint, abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from directory.domain.rights import Action
from directory.http.access import needs, signed_in
from directory.http.request import current_services
from directory.http.writers import current_writer
from directory.services.duplicates.merging import Compared, NotMergeable, Undecided
from directory.services.duplicates.splitting import NotLast, Split
from directory.services.fiches.editing import InvalidResource, MergedAway, StaleVersion, UnknownResource
from directory.services.fiches.faults import told
from directory.services.fiches.writing import NotAllowed
from directory.web.duplicates.comparing import best_first, choices_typed, comparison_view
from directory.web.duplicates.queue import FicheLine, line, number_in, page
from directory.web.writing.answers import done, moved, not_yours
from directory.web.writing.page import version_typed
from directory.web.writing.value_words import ChangeView, ValueWords, joined_labels

merges = Blueprint("merges", __name__)

NO_FICHE = "L’une de ces fiches n’existe pas, ou a déjà été réunie à une autre."
NOT_TWO = "Deux fiches différentes sont à comparer, publiées\u00a0: l’une au moins ne l’est pas."


@dataclass(frozen=True, slots=True)
class SplitView:
    """What taking a merge back does to each fiche, and what it leaves."""

    number: int
    staying: FicheLine
    other: FicheLine
    version: int
    changes: tuple[ChangeView, ...]
    kept: str
    is_last: bool


@merges.get("/doublons/comparer")
@needs(Action.MERGE)
def compare() -> ResponseReturnValue:
    """Show two fiches side by side (``une``, ``autre``: their numbers or their addresses)."""
    typed = request.args.get("une", ""), request.args.get("autre", "")
    found = _compared(number_in(typed[0]), number_in(typed[1]), typed)
    if not isinstance(found, Compared):
        return found
    return render_template("pages/duplicates/compare.html", view=comparison_view(found))


@merges.post("/doublons/fusionner")
@needs(Action.MERGE)
def merge() -> ResponseReturnValue:
    """Make one of two fiches, as it was chosen; what is not chosen is asked again, and nothing is done."""
    one, other = number_in(request.form.get("une", "")), number_in(request.form.get("autre", ""))
    staying = number_in(request.form.get("reste", ""))
    if staying not in (one, other):
        abort(400)
    found = _compared(staying, one + other - staying, (str(one), str(other)), proposes=False)
    if not isinstance(found, Compared):
        return found
    versions = tuple(number_in(request.form.get(f"version.{each.id}", "")) for each in (found.staying, found.other))
    try:
        receipt = current_services().duplicates.merging.merge(
            current_writer(), signed_in().caller, found.staying.id, found.other.id, choices_typed(found),
            versions=(versions[0], versions[1]),
        )  # fmt: skip
    except Undecided as undecided:
        said = (f"Il reste à choisir\u00a0: {joined_labels(undecided.fields)}.",)
        return _again(found, said, undecided.fields)
    except InvalidResource as invalid:
        return _again(found, tuple(told(error).message for error in invalid.errors), ())
    except StaleVersion as stale:
        return moved(stale.current)
    return done(receipt, said="fusionnee")


@merges.get("/fusions/<int:fusion>")
@needs(Action.MERGE)
def splitting(fusion: int) -> ResponseReturnValue:
    """Show what taking a merge back would do, and its button."""
    try:
        split = current_services().duplicates.splitting.preview(current_writer(), fusion)
    except UnknownResource:
        abort(404)
    except NotAllowed as refused:
        return not_yours(refused.owner)
    return render_template("pages/duplicates/split.html", view=_split_view(fusion, split))


@merges.post("/fusions/<int:fusion>")
@needs(Action.MERGE)
def split(fusion: int) -> ResponseReturnValue:
    services = current_services()
    try:
        receipt = services.duplicates.splitting.undo(
            current_writer(), signed_in().caller, fusion, expected_version=version_typed()
        )
    except UnknownResource:
        abort(404)
    except NotAllowed as refused:
        return not_yours(refused.owner)
    except NotLast:
        return redirect(url_for("merges.splitting", fusion=fusion), 303)
    except StaleVersion as stale:
        return moved(stale.current)
    return done(receipt, said="separee")


def _compared(one: int, other: int, typed: tuple[str, str], *, proposes: bool = True) -> Compared | ResponseReturnValue:
    """Return two fiches side by side, or the page that says why they are not compared.

    proposes   the fiche that is worth more is the one that stays.
    """
    services, writer = current_services(), current_writer()
    try:
        if proposes and (found := [services.fiches.get(number) for number in (one, other)]) and all(found):
            first, second = best_first(*found)  # type: ignore[arg-type]  # none is missing
            one, other = first.id, second.id
        return services.duplicates.merging.compare(writer, one, other)
    except (MergedAway, UnknownResource):
        return page(NO_FICHE, typed, 404)
    except NotMergeable:
        return page(NOT_TWO, typed, 422)
    except NotAllowed as refused:
        return not_yours(refused.owner)


def _again(compared: Compared, errors: tuple[str, ...], missing: tuple[str, ...]) -> ResponseReturnValue:
    view = comparison_view(compared, errors, missing)
    return render_template("pages/duplicates/compare.html", view=view), 422


def _split_view(number: int, split: Split) -> SplitView:
    services = current_services()
    words = services.words.current()
    say = ValueWords(words, services.places)
    return SplitView(
        number,
        line(split.staying, words),
        line(split.other, words),
        split.staying.version,
        say.changes(split.staying.content, split.staying_content),
        joined_labels(split.kept),
        split.is_last,
    )
