"""Hours read while one types: the sentence an advisor will read, and a special case read back at once."""

from typing import Any

from flask.testing import FlaskClient

from tests.web.writing.test_form import NEW, sent

PATH = "/ressources/saisie/horaires"


def told(editor: FlaskClient, **said: str) -> dict[str, Any]:
    hours = {name: values for name, values in sent(**said).lists() if name.startswith("horaires.")}
    return dict(editor.post(PATH, data=hours).json)  # type: ignore[arg-type]


def test_hours_are_told_as_an_advisor_reads_them(editor: FlaskClient) -> None:
    found = told(editor)
    assert found["dit"][0].startswith("Lundi et mardi")
    assert found["cas"] == ""
    assert told(editor, horaires__0__de="neuf")["dit"] == []


def test_a_special_case_is_read_back_in_french_or_in_osm(editor: FlaskClient) -> None:
    for text in ("1er mardi du mois 17h30-19h", "Tu[1] 17:30-19:00"):
        case = told(editor, horaires__cas=text)["cas"]
        assert case.startswith("Compris\u00a0: 1")
        assert "(Tu[1] 17:30-19:00)" in case
    lost = told(editor, horaires__cas="quand la lune est pleine")["cas"]
    assert lost.startswith("Pas compris")
    assert "ira dans les précisions" in lost
    shown = editor.post(NEW, data=sent(horaires__cas="Tu[1] 17:30-19:00", faire="plage")).text
    assert "Compris&nbsp;: 1" in shown.replace("\u00a0", "&nbsp;")
