"""What no file of the project may hold."""

import re

from tests.architecture.sources import named, relative, tracked

TEXT = {".py", ".sh", ".md", ".html", ".txt", ".css", ".js", ".json", ".toml", ".cfg", ".in", ".csv", ".svg", ""}
# Put together here, so that this file does not hold what it looks for.
REGISTRIES = tuple(
    mark.join(pieces)
    for mark, *pieces in (
        (".", "pypi", "org"),
        (".", "pythonhosted", "org"),
        (".", "registry", "npmjs"),
        ("-", "index", "url ="),
        (".", "repo", "maven", "apache"),
    )
)
MACHINE_PATHS = re.compile(r"(?:^|[\s\"'(=])/(?:work|farm|root|home/\w+)/")
LEFT_OPEN = re.compile(rf"\b(?:{'TO'}DO|{'FIX'}ME|{'XX'}X|raise {'Not'}ImplementedError)\b")


def test_no_file_names_a_package_registry_or_a_path_of_one_machine() -> None:
    for path in tracked():
        if path.suffix not in TEXT:
            continue
        text = path.read_text(encoding="utf-8", errors="replace")
        found = [name for name in REGISTRIES if name in text]
        assert not found, f"{relative(path)}: {found}"
        assert not MACHINE_PATHS.search(text), f"{relative(path)}: a path of one machine"


def test_the_npm_lock_file_holds_no_address_to_download_from() -> None:
    [lock] = [path for path in tracked() if path.name == "package-lock.json"]
    assert '"resolved"' not in lock.read_text(encoding="utf-8")


def test_nothing_is_left_open_in_the_code() -> None:
    for path in named(".py", ".html", ".js", ".css"):
        found = LEFT_OPEN.search(path.read_text(encoding="utf-8"))
        assert found is None, f"{relative(path)}: {found.group() if found else ''}"


def test_commands_speak_through_click_alone() -> None:
    for path in named(".py"):
        if relative(path).startswith(("directory/", "fiche/", "search/", "importers/")):
            found = re.search(r"(?<![\w.])print\(", path.read_text(encoding="utf-8"))
            assert found is None, relative(path)
