"""Asked before a fiche is shown for the first time, new or a draft: is it one of those that look like it?"""

import secrets
from collections.abc import Iterable
from dataclasses import dataclass

from flask import render_template, url_for
from flask.typing import ResponseReturnValue

from directory.domain.resource import Resource
from directory.http.access import current_signed
from directory.http.links import whole_number
from directory.http.request import current_services
from directory.web.duplicates.view import alike_view
from directory.web.writing.answers import NOT_CARRIED, action_on
from directory.web.writing.entries import KEY, NOT_KEPT
from directory.web.writing.typed import Typed
from fiche.content import Content

OTHERS = "autre_que"
"""Numbers of the fiches that one was shown and said are not the same."""
MOST_ASKED = 10


@dataclass(frozen=True, slots=True)
class Asked:
    """``page``: the question, None where nothing is left to ask; ``others``: those that were said to be others."""

    page: ResponseReturnValue | None
    others: tuple[int, ...]


def ask_before(content: Content, typed: Typed, draft: Resource | None = None) -> Asked:
    """Ask whether a fiche, as it would be kept, is one that is there already.

    draft   what is published, None for a new fiche.
    """
    services = current_services()
    said = numbers(typed.getlist(OTHERS))
    found = services.duplicates.alike.of(content, limit=MOST_ASKED)
    others = tuple(each.resource.id for each in found if each.resource.id in said)
    if len(others) == len(found):
        return Asked(None, others)
    _keep(typed, draft)
    words = services.words.current()
    page = render_template(
        "pages/duplicates/before.html",
        found=tuple(alike_view(each, words) for each in found if each.resource.id not in said),
        others=tuple(each.resource.id for each in found),
        carried=[(name, value) for name, value in typed.items(multi=True) if name not in {*NOT_CARRIED, OTHERS}],
        action=url_for("writing.create") if draft is None else action_on(draft),
        version=0 if draft is None else draft.version,
    )
    return Asked((page, 409), others)


def remember_others(resource_id: int, others: tuple[int, ...]) -> None:
    """Keep for good that a fiche just created, or published, is none of those that were shown."""
    signed = current_signed()
    account = None if signed is None else signed.account.id
    current_services().duplicates.pairs.keep_new_apart(resource_id, others, account=account)


def numbers(said: Iterable[str]) -> frozenset[int]:
    """Return the numbers of fiches among some texts."""
    return frozenset(each for each in map(whole_number, said) if each is not None)


def _keep(typed: Typed, draft: Resource | None) -> None:
    """Keep what was typed without a script, so that opening one of the fiches loses nothing."""
    signed = current_signed()
    if signed is None or typed.get(KEY):
        return
    typed[KEY] = secrets.token_hex(16)
    kept = {name: values for name, values in typed.lists() if name not in NOT_KEPT}
    number, version = (None, 0) if draft is None else (draft.id, draft.version)
    current_services().entries.keep(signed.account.id, typed[KEY], 1, kept, resource_id=number, base_version=version)
