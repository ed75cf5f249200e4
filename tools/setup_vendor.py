"""Copy what the pages serve from node_modules to static/vendor, make the sprite of icons and the fonts of documents.

Run after ``npm ci``. The folder is replaced in one rename: an interrupted copy leaves the old one.
SOURCES.txt beside the files names package, version and licence; each package's licence text is copied too.
"""

import json
import re
import shutil
import sys
from pathlib import Path

from fontTools.merge import Merger

ROOT = Path(__file__).resolve().parent.parent
MODULES = ROOT / "node_modules"
VENDOR = ROOT / "static" / "vendor"
ICON_NAMES = ROOT / "static" / "img" / "icons.txt"
ICONS_PACKAGE = "lucide-static"
FONT_PACKAGE = "@fontsource/atkinson-hyperlegible-next"
FONT_FACES = ("400-normal", "700-normal")
FONT_PARTS = ("latin", "latin-ext")

FILES: dict[str, tuple[str, tuple[str, ...]]] = {
    "bootstrap": ("bootstrap", ("dist/css/bootstrap-reboot.min.css",)),
    "@fontsource-variable/atkinson-hyperlegible-next": (
        "font",
        (
            "files/atkinson-hyperlegible-next-latin-wght-normal.woff2",
            "files/atkinson-hyperlegible-next-latin-wght-italic.woff2",
        ),
    ),
    "htmx.org": ("htmx", ("dist/htmx.min.js",)),
    "leaflet": (
        "leaflet",
        (
            "dist/leaflet.css",
            "dist/leaflet.js",
            "dist/images/layers.png",
            "dist/images/layers-2x.png",
            "dist/images/marker-icon.png",
            "dist/images/marker-icon-2x.png",
            "dist/images/marker-shadow.png",
        ),
    ),
    "leaflet.markercluster": (
        "leaflet.markercluster",
        ("dist/leaflet.markercluster.js", "dist/MarkerCluster.css", "dist/MarkerCluster.Default.css"),
    ),
    "accessible-autocomplete": (
        "accessible-autocomplete",
        ("dist/accessible-autocomplete.min.js", "dist/accessible-autocomplete.min.css"),
    ),
}
"""Package to its folder under static/vendor and the files taken; ``dist/`` and ``files/`` are dropped from paths."""

BUILD_FOLDER = re.compile(r"^(dist|files)/(css/|js/)?")
SOURCE_MAP = re.compile(rb"\n?(//# sourceMappingURL=\S+|/\*# sourceMappingURL=\S+ \*/)\s*$")
DRAWING = re.compile(r"<svg[^>]*>(.*)</svg>", re.DOTALL)


def main() -> None:
    fresh = VENDOR.with_name("vendor.new")
    if fresh.exists():
        shutil.rmtree(fresh)
    sources = [copy_package(name, fresh) for name in FILES]
    sources += [describe(ICONS_PACKAGE), make_fonts(fresh / "print")]
    copy_licence(ICONS_PACKAGE, fresh / "icons.LICENSE")
    (fresh / "icons.svg").write_text(sprite(icon_names()), encoding="utf-8")
    (fresh / "SOURCES.txt").write_text("\n".join(sources) + "\n", encoding="utf-8")
    if VENDOR.exists():
        shutil.rmtree(VENDOR)
    fresh.rename(VENDOR)


def copy_package(name: str, target: Path) -> str:
    """Copy one package's files under ``target`` and return its line of SOURCES.txt."""
    folder, paths = FILES[name]
    for path in paths:
        copy = target / folder / BUILD_FOLDER.sub("", path)
        copy.parent.mkdir(parents=True, exist_ok=True)
        # Source maps are not served: their mention would make browsers ask for a missing file.
        copy.write_bytes(SOURCE_MAP.sub(b"\n", (MODULES / name / path).read_bytes()))
    copy_licence(name, target / folder / "LICENSE")
    return describe(name)


def make_fonts(target: Path) -> str:
    """Make the faces that documents are drawn with, and return the line of SOURCES.txt of their package.

    Typst reads TrueType alone, and does not try two files of one family in turn: the parts of a face are put together.
    """
    target.mkdir(parents=True)
    for face in FONT_FACES:
        stem = f"{FONT_PACKAGE.rpartition('/')[2]}-{{}}-{face}.woff"
        font = Merger().merge([str(MODULES / FONT_PACKAGE / "files" / stem.format(part)) for part in FONT_PARTS])
        font.flavor = None
        font.save(target / f"{face}.ttf")
    copy_licence(FONT_PACKAGE, target / "LICENSE")
    return describe(FONT_PACKAGE)


def copy_licence(name: str, copy: Path) -> None:
    found = sorted(path for path in (MODULES / name).iterdir() if re.match(r"(?i)(mit-)?licen[cs]e", path.name))
    if not found:
        sys.exit(f"{name}: no licence file, its files may not be served")
    shutil.copyfile(found[0], copy)


def describe(name: str) -> str:
    package = json.loads((MODULES / name / "package.json").read_text(encoding="utf-8"))
    return f"{name} {package['version']} ({package.get('license', 'see LICENSE')})"


def icon_names() -> list[str]:
    lines = ICON_NAMES.read_text(encoding="utf-8").splitlines()
    return [line.strip() for line in lines if line.strip() and not line.startswith("#")]


def sprite(names: list[str]) -> str:
    """Return an SVG of symbols; the drawing attributes stand on each symbol, where ``<use>`` inherits them."""
    drawn = []
    for name in names:
        path = MODULES / ICONS_PACKAGE / "icons" / f"{name}.svg"
        if not path.is_file():
            sys.exit(f"{ICON_NAMES.relative_to(ROOT)}: no icon is called {name}")
        found = DRAWING.search(path.read_text(encoding="utf-8"))
        if found is None:
            sys.exit(f"{path.relative_to(ROOT)}: not an SVG drawing")
        inner = " ".join(found.group(1).split())
        drawn.append(
            f'<symbol id="{name}" viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="2"'
            f' stroke-linecap="round" stroke-linejoin="round">{inner}</symbol>'
        )
    return '<svg xmlns="http://www.w3.org/2000/svg">\n' + "\n".join(drawn) + "\n</svg>\n"


if __name__ == "__main__":
    main()
