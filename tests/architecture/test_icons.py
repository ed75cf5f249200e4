"""Every icon shown is in the sprite, and the sprite holds no other."""

import re

from tests.architecture.sources import ROOT, named

LISTED = {
    line
    for line in (ROOT / "static" / "img" / "icons.txt").read_text(encoding="utf-8").split("\n")
    if line and not line.startswith("#")
}
SHOWN = "".join(
    path.read_text(encoding="utf-8")
    for path in (
        *named(".html", under="templates/"),
        *named(".js", under="static/js/"),
        *named(".py", under="directory/web/"),
    )
)


def test_every_icon_of_a_template_is_in_the_sprite() -> None:
    assert set(re.findall(r"icon\(name=\"([a-z0-9-]+)\"", SHOWN)) <= LISTED


def test_the_sprite_holds_no_icon_that_nothing_shows() -> None:
    quoted = set(re.findall(r"[\"'#]([a-z0-9-]+)[\"']", SHOWN))
    assert quoted >= LISTED
