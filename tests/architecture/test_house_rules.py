"""The rules that the client of the house holds pages to find what they look for, and leave a good page alone."""

import pytest

from tests.house.pages import page_faults
from tests.house.sent import Sent
from tests.house.whole_run import missing

GOOD = """<!doctype html>
<html lang="fr"><head><meta charset="utf-8"><title>Aide — Base</title><script src="/a.js"></script></head>
<body><h1>Aide</h1><form action="/x" method="post"><input name="csrf_token" value="1"></form><p id="a">L’aide</p>
</body></html>"""


def test_a_good_page_has_no_fault() -> None:
    assert page_faults(GOOD) == []


@pytest.mark.parametrize(
    "good, bad, said",
    [
        ("<!doctype html>", "", "doctype"),
        ("</form>", "</form></div>", "unexpected-end-tag"),
        ("<p id", "<p><div></div></p><p id", "line 3"),
        ("<title>Aide — Base", "<title>Base — Aide", "does not begin with the h1"),
        ("<h1>Aide</h1>", "", "1 titles, 0 h1"),
        ("<h1>Aide</h1>", "<h1>Aide</h1><h1>Aide</h1>", "1 titles, 2 h1"),
        ('<input name="csrf_token"', '<input id="a"', "id 'a' stands 2 times"),
        ('action="/x" ', "", "a form without an action"),
        ('name="csrf_token"', 'name="autre"', "posts without a token"),
        (' src="/a.js"', "", "an inline script"),
        ("<body>", '<body onload="x()">', "onload on body"),
        ('<p id="a"', '<p id="a" style="color: red"', "style on p"),
        ("L’aide", "L'aide", "typography: L'aide"),
        ('<p id="a"', '<p id="a" title="Pourquoi ?"', "typography: Pourquoi ?"),
    ],
)
def test_a_page_that_breaks_a_rule_is_told_which(good: str, bad: str, said: str) -> None:
    assert good in GOOD
    faults = page_faults(GOOD.replace(good, bad, 1))
    assert any(said in fault for fault in faults), faults


def test_what_was_typed_is_repeated_as_it_was_typed() -> None:
    assert page_faults(GOOD.replace("L’aide", "Rien pour l'aide"), typed=["l'aide"]) == []


def test_what_no_request_sent_is_named() -> None:
    everything = missing(Sent())
    assert "no search was answered with the parameter lieu" in everything
    assert "nothing met the error introuvable" in everything
    assert missing(Sent({"lieu"}, {"introuvable"})) == [
        line for line in everything if not line.endswith((" lieu", " introuvable"))
    ]
