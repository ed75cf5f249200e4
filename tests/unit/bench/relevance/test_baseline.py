"""The baseline, and which listings of an answer is judged."""

from bench.relevance.baseline import Baseline, PlainText
from bench.relevance.ranking import first_shown
from search.query import Hit, ListingAnswer, SearchAnswer

TEXTS = (
    PlainText(1, "Crèche du Port", "Commune", "Faire garder son enfant", "Accueil des tout-petits"),
    PlainText(2, "Relais petite enfance", "Commune", "Faire garder son enfant", "Trouver une place en crèche"),
    PlainText(3, "Aide au permis", "Mission locale", "Passer son permis", "Code et conduite"),
)


def test_the_baseline_folds_accents_but_does_not_stem() -> None:
    baseline = Baseline(TEXTS, drop_stop_words=False)
    assert sorted(baseline.ranking("creche")) == [1, 2]
    assert baseline.ranking("crèches") == []


def test_the_baseline_requires_every_word() -> None:
    assert Baseline(TEXTS, drop_stop_words=False).ranking("une place en crèche") == [2]
    assert Baseline(TEXTS, drop_stop_words=False).ranking("une place à la crèche") == []


def test_stop_words_may_be_left_out_of_the_baseline() -> None:
    baseline = Baseline(TEXTS, drop_stop_words=True)
    assert baseline.ranking("une place à la crèche") == [2]
    assert baseline.ranking("une") == []


def test_what_is_judged_is_the_main_list_then_fewer_words() -> None:
    def hits(*identifiers: int) -> tuple[Hit, ...]:
        return tuple(Hit(identifier, 0, None, 0, "") for identifier in identifiers)

    listings = (ListingAnswer("a-distance", 1, hits(7)), ListingAnswer("moins-de-mots", 9, hits(*range(20, 29))))
    assert first_shown(SearchAnswer(2, hits(5, 4), listings, {})) == [5, 4, *range(20, 28)]
