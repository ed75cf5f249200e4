"""Texts as they were read at their save say what they say when they are read again."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.text.analysis import BREAK, field_text, words
from search.text.highlight import Highlighter
from search.text.plan import SYNONYM, TYPED, Alternative, Group, TextPlan
from search.text.said import Read
from search.text.saved import SavedStems, marks_of

WORDS = (
    "aide", "l’aide", "Aides,", "de", "d’enfants", "garde", "(garde)", "logement", "C.A.F.", "rendez-vous", "œuvre",
    "la", "École.", "–", "\n\n", "\u00a0:", "e\u0301cole", "x" * 70, "½", "_", "a_b", "e\u00adau", "¶",
)  # fmt: skip
TEXT = st.lists(st.sampled_from(WORDS), min_size=1, max_size=60).map(" ".join)
TEXTS = st.tuples(TEXT, TEXT, TEXT | st.text("abé’'-. \u00a0\n½œ", max_size=80)) | st.tuples(TEXT, TEXT, TEXT, TEXT)
PLAN = TextPlan(
    (
        Group("aide", "aide", True, (Alternative(TYPED, ("aid",)),)),
        Group("garde", "garde", False, (Alternative(TYPED, ("gard",)), Alternative(SYNONYM, ("enfant", "gard")))),
        Group("ecole", "ecole", False, (Alternative(TYPED, ("ecol",)), Alternative(SYNONYM, ("caf", "aid", "aid")))),
    )
)
SHOWN = 2


def kept(texts: tuple[str, ...], *more: str) -> SavedStems:
    """Return what an index holds of texts; ``more``: what its body says besides."""
    title, structure, *body = texts
    marks = marks_of(texts, [words(text) for text in texts], SHOWN)
    return SavedStems(marks, field_text([title]), field_text([structure]), field_text([*body, *more]))


@given(TEXTS, st.sampled_from((10, 40, 180)))
def test_what_is_shown_is_what_reading_shows(texts: tuple[str, ...], length: int) -> None:
    saved = kept(texts, "Aix-en-Provence", "Arles").of(texts)
    if saved is None:
        return
    read = Read.of(*texts)
    assert saved.line == read.line
    assert [saved.rank_at(at) for at in range(len(saved.line))] == [read.rank_at(at) for at in range(len(read.line))]
    for plan in (PLAN, TextPlan(PLAN.groups[:1]), {"ecol", "logement"}):
        shown = Highlighter(plan)
        assert shown.excerpt(texts[SHOWN], length, saved.one(SHOWN)) == shown.excerpt(texts[SHOWN], length)


def test_usual_texts_need_not_be_read() -> None:
    texts = (
        "Aide au logement",
        "C.A.F.",
        "L’équipe reçoit\u00a0:\nde 9 h à 12 h 30 – sur rendez-vous, à l’école.",
        "Tous",
    )
    saved = kept(texts).of(texts)
    assert saved is not None
    assert saved.line == Read.of(*texts).line
    shown = " ".join(texts[SHOWN].split())
    stems = saved.one(SHOWN).line.split()
    assert [shown[slice(*saved.place(rank))] for rank in range(len(stems))] == [
        "équipe", "reçoit", "9", "h", "12", "h", "30", "sur", "rendez", "école",
    ]  # fmt: skip


@pytest.mark.parametrize(
    "others",
    [
        ("Aide", "CAF", "Autre accueil."),
        ("Aide", "CAF", "Accueil", "Tous"),
        ("Aides", "CAF", "Accueil"),
        (f"Aide {BREAK}", "CAF", "Accueil"),
    ],
)
def test_other_texts_are_read(others: tuple[str, ...]) -> None:
    held = kept(("Aide", "CAF", "Accueil"))
    assert held.of(("Aide", "CAF", "Accueil")) is not None
    assert held.of(others) is None


@pytest.mark.parametrize(
    "texts",
    [
        ("Aide", "CAF", ""),
        ("De la", "CAF", "Accueil"),
        ("Aide", "CAF", "Accueil", "…"),
        ("Aide", f"CAF {BREAK}", "Accueil"),
        ("Aide", "CAF", "½ journée d’accueil"),
        ("Aide", "CAF", f"Accueil {'– ' * 300} et aide"),
    ],
)
def test_texts_that_cannot_be_told_so_are_read(texts: tuple[str, ...]) -> None:
    assert not kept(texts).marks
    assert kept(texts).of(texts) is None
