"""What holds for every template and style sheet: French, nothing inline, components by name, colours by token."""

import re
from itertools import accumulate
from pathlib import Path

import pytest

from tests.architecture.sources import ROOT, named, relative
from tests.architecture.test_typography import prose

TEMPLATES = named(".html", under="templates/")
SHEETS = named(".css", under="static/css/")
SCRIPTS = [path for path in named(".js", under="static/js/") if path.name != "api_docs.js"]

ENGLISH_WORDS = """
the and with your you search filter home next previous error loading submit close open more less result results back
help cancel delete save edit view show hide toggle skip click here read about from found not please try again
"""
ENGLISH = frozenset(ENGLISH_WORDS.split())
FRENCH_TOO = frozenset({"page", "contact", "public", "message", "zone", "services", "service"})
CALL = re.compile(r"\{\{-?\s*([a-z_]+)\(([^{}]*)\)")
MACRO = re.compile(r"\{%-?\s*macro\s+([a-z_]+)\(")
COLOUR = re.compile(r"#[0-9a-fA-F]{3,8}\b|\b(?:rgb|hsl|oklch)a?\(", re.IGNORECASE)
QUOTED = re.compile(r"\"([^\"\n]*)\"")


@pytest.mark.parametrize("path", TEMPLATES, ids=relative)
def test_no_english_is_left(path: Path) -> None:
    said = re.sub(r"<[^>]*>", " ", prose(path.read_text(encoding="utf-8"))).lower()
    words = set(re.findall(r"[a-zà-ÿ’-]+", said))
    assert words & (ENGLISH - FRENCH_TOO) == set()


@pytest.mark.parametrize("path", TEMPLATES, ids=relative)
def test_nothing_is_inline(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert not re.search(r"\sstyle=", text)
    assert not re.search(r"\son[a-z]+=", text)
    assert "<style" not in text
    assert all("src=" in tag for tag in re.findall(r"<script[^>]*>", text))
    assert "hx-on" not in text and "|safe" not in text.replace(" ", "")


@pytest.mark.parametrize("path", TEMPLATES, ids=relative)
def test_components_take_named_arguments(path: Path) -> None:
    macros = {name for each in TEMPLATES for name in MACRO.findall(each.read_text(encoding="utf-8"))}
    for name, arguments in CALL.findall(path.read_text(encoding="utf-8")):
        if name in macros and arguments.strip():
            assert re.match(r"\s*[a-z_]+=", arguments), f"{name}({arguments})"


@pytest.mark.parametrize("path", TEMPLATES, ids=relative)
def test_no_address_is_made_by_hand(path: Path) -> None:
    for attribute, address in re.findall(r"\b(href|src|action)=\"([^\"]*)\"", path.read_text(encoding="utf-8")):
        is_number = address.startswith("tel:")
        assert is_number or address.startswith(("{{", "#", "mailto:{{")), f"{attribute}={address}"


def without_tokens(text: str) -> str:
    """Return a sheet without its comments and the blocks that define tokens."""
    bare = re.sub(r"/\*.*?\*/", "", text, flags=re.DOTALL)
    return re.sub(r"--[a-z-]+:[^;]*;", "", bare)


@pytest.mark.parametrize("path", SHEETS, ids=relative)
def test_colours_come_from_tokens(path: Path) -> None:
    if path.name != "print.css":
        assert COLOUR.findall(without_tokens(path.read_text(encoding="utf-8"))) == []


@pytest.mark.parametrize("path", SHEETS, ids=lambda path: path.name)
def test_a_style_sheet_closes_what_it_opens(path: Path) -> None:
    # A browser closes the rest by itself: rules for paper or for a desk would then hold on a phone alone.
    depths = list(accumulate({"{": 1, "}": -1}.get(sign, 0) for sign in path.read_text(encoding="utf-8")))
    assert depths[-1] == 0 and min(depths) == 0


@pytest.mark.parametrize("name", ["theme.css", "components.css"])
def test_what_every_page_loads_styles_no_element_of_one_page(name: str) -> None:
    text = without_tokens((ROOT / "static/css" / name).read_text(encoding="utf-8"))
    assert re.findall(r"#[\w-]+(?=[^{};]*\{)", text) == []


def test_what_scripts_say_is_french() -> None:
    for path in SCRIPTS:
        for said in QUOTED.findall(path.read_text(encoding="utf-8")):
            if re.match(r"[A-ZÀ-Ý][a-zà-ÿ]+ ", said):
                assert not re.search(r"\w'\w| [:;!?]", said), f"{path.name}: {said}"


def tokens(scheme: str) -> dict[str, str]:
    text = (ROOT / "static/css/theme.css").read_text(encoding="utf-8")
    light, dark = re.findall(r":root \{(.*?)\n\s*\}", text, re.DOTALL)[:2]
    found = dict(re.findall(r"--([a-z-]+): (#[0-9a-f]{3,6})", light))
    return found if scheme == "light" else found | dict(re.findall(r"--([a-z-]+): (#[0-9a-f]{3,6})", dark))


def contrast(one: str, other: str) -> float:
    def luminance(colour: str) -> float:
        digits = colour.lstrip("#")
        digits = "".join(char * 2 for char in digits) if len(digits) == 3 else digits
        parts = [int(digits[at : at + 2], 16) / 255 for at in (0, 2, 4)]
        linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    dim, bright = sorted((luminance(one), luminance(other)))
    return (bright + 0.05) / (dim + 0.05)


TEXT = [
    ("ink", "canvas"), ("ink", "paper"), ("ink", "brand-tint"), ("ink", "mark"), ("ink", "alert"),
    ("ink-soft", "canvas"), ("ink-soft", "paper"), ("ink-soft", "raised"), ("brand", "canvas"), ("brand", "paper"),
    ("brand-strong", "brand-tint"), ("brand-strong", "paper"), ("on-brand", "brand"), ("on-brand", "brand-strong"),
    ("open", "paper"), ("open", "raised"), ("open", "canvas"), ("soon", "paper"), ("soon", "canvas"),
    ("closed", "paper"), ("closed", "canvas"), ("danger", "alert"), ("danger", "paper"), ("paper", "ink"),
]  # fmt: skip
CONTROLS = [("line-strong", "paper"), ("line-strong", "canvas"), ("brand", "land"), ("brand", "water")]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("front, back", TEXT)
def test_text_is_read_on_its_background(scheme: str, front: str, back: str) -> None:
    known = tokens(scheme)
    assert contrast(known[front], known[back]) >= 4.5


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("front, back", CONTROLS)
def test_controls_stand_out_of_their_background(scheme: str, front: str, back: str) -> None:
    known = tokens(scheme)
    assert contrast(known[front], known[back]) >= 3
