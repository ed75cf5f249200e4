"""A need understood, in the place of the words that say it: the same click on the page and in the API."""

from collections.abc import Mapping

from directory.services.search.results import Proposal, ResultPage
from search.text.less_words import folded_words, only_words

Asked = Mapping[str, tuple[str, ...]]
"""Parameters of a search, by name."""


def instead_of_words(need: Proposal, page: ResultPage) -> Asked:
    """Return the need in the place of the words; those that name a place or a moment stay, to be proposed still."""
    plan, asked = page.plan, page.question.asked
    kept: frozenset[str] = frozenset()
    if plan is not None and plan.place is not None:
        kept |= folded_words(" ".join(plan.place.words))
    if plan is not None and plan.when is not None:
        kept |= folded_words(" ".join(plan.when.words))
    rest = only_words(page.question.text, kept)
    return {"q": (rest,) if rest else (), "besoin": (*asked.get("besoin", ()), need.value), "correction": ()}
