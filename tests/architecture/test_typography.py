"""French typography in what people read: templates, error texts, labels."""

import re
from pathlib import Path

import pytest

from directory.errors import FIELD_ERRORS, REQUEST_ERRORS, ErrorText
from tests.architecture.sources import named, relative
from tests.house.typography import NBSP, STRAIGHT_APOSTROPHE, faults

JINJA = re.compile(r"\{#.*?#\}|\{%.*?%\}|\{\{.*?\}\}", re.DOTALL)
NOT_PROSE = re.compile(r"<(script|style|svg|pre|code)\b.*?</\1>|<!--.*?-->", re.DOTALL)
TAG = re.compile(r"<[^>]*>", re.DOTALL)
SPOKEN_ATTRIBUTE = re.compile(r"\b(?:alt|aria-label|placeholder|title)=\"([^\"]*)\"")
JINJA_MARK = "\u2060"


def prose(template: str) -> str:
    """Return the words of a template that people read, spoken attributes included."""
    without_code = JINJA.sub(JINJA_MARK, template).replace("&nbsp;", NBSP).replace("&#160;", NBSP)
    bare = NOT_PROSE.sub(" ", without_code)
    spoken = "\n".join(SPOKEN_ATTRIBUTE.findall(bare))
    return TAG.sub(" ", bare) + "\n" + spoken


@pytest.mark.parametrize("path", named(".html", under="templates/"), ids=relative)
def test_a_template_keeps_french_typography(path: Path) -> None:
    assert faults(prose(path.read_text(encoding="utf-8"))) == []


@pytest.mark.parametrize("path", named(".html", under="templates/"), ids=relative)
def test_strings_inside_a_template_keep_french_typography(path: Path) -> None:
    texts = re.findall(r"\"([^\"\n]* [^\"\n]*)\"", "".join(JINJA.findall(path.read_text(encoding="utf-8"))))
    assert [fault for text in texts for fault in faults(text) if STRAIGHT_APOSTROPHE.search(text)] == []


@pytest.mark.parametrize("code, said", [*FIELD_ERRORS.items(), *REQUEST_ERRORS.items()])
def test_an_error_is_told_in_french_with_its_typography(code: str, said: ErrorText) -> None:
    assert re.fullmatch(r"[a-z]+(-[a-z]+)*", code)
    for text in (said.template, said.help):
        assert faults(text) == []
        assert not text or text[0].isupper() or text.startswith(("«", "{"))
    assert said.template.endswith((".", "}"))


@pytest.mark.parametrize("text", ["l'aide", "Pourquoi ?", "Oui!", "Lieu :", "« mot »", "Aide;"])
def test_the_rules_find_what_they_look_for(text: str) -> None:
    assert faults(text)


@pytest.mark.parametrize(
    "text", ["l’aide", f"Pourquoi{NBSP}?", f"Lieu{NBSP}: ici", f"«{NBSP}mot{NBSP}»", "9:30", "10 h"]
)
def test_the_rules_leave_good_french_alone(text: str) -> None:
    assert faults(text) == []
