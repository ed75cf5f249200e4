"""What the documentation tells to type and to open is there."""

import re
from pathlib import Path

import click
import pytest

from directory.cli import COMMANDS
from directory.cli.imports import ImportGroup
from tests.architecture.sources import ROOT, named, relative

PAGES = named(".md")
TARGETS = re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE)


def shown(page: Path) -> list[str]:
    """Return what a page shows as code."""
    text = page.read_text(encoding="utf-8")
    blocks = re.findall(r"^```\w*\n(.*?)^```", text, re.DOTALL | re.MULTILINE)
    spans = re.findall(r"`([^`\n]+)`", re.sub(r"^```.*?^```", "", text, flags=re.DOTALL | re.MULTILINE))
    return [line.split("#")[0].strip() for block in blocks for line in block.splitlines()] + spans


@pytest.mark.parametrize("page", PAGES, ids=relative)
def test_every_make_target_shown_exists(page: Path) -> None:
    for line in shown(page):
        found = re.search(r"(?:^|\s)make ([a-z][a-z-]*)", line)
        if found:
            assert found.group(1) in TARGETS, line


@pytest.mark.parametrize("page", PAGES, ids=relative)
def test_every_command_shown_exists_with_its_options(page: Path) -> None:
    for line in shown(page):
        if "flask --app wsgi " not in line:
            continue
        words = line.split("flask --app wsgi ", 1)[1].split()
        command: click.Command | None = {each.name: each for each in COMMANDS}.get(words[0])
        assert command is not None, line
        for word in words[1:]:
            if isinstance(command, click.Group) and word in command.commands:
                command = command.commands[word]
            elif isinstance(command, ImportGroup):
                command = command.commands["file"]
            elif word.startswith("--") and word != "--help":
                assert any(word in option.opts for option in command.params), line


@pytest.mark.parametrize("page", PAGES, ids=relative)
def test_every_file_linked_to_is_there(page: Path) -> None:
    for target in re.findall(r"\]\(([^)#\s]+)(?:#[^)]*)?\)", page.read_text(encoding="utf-8")):
        if "://" not in target:
            assert (page.parent / target).exists(), target


def test_a_make_target_is_defined_once() -> None:
    assert sorted(TARGETS) == sorted(set(TARGETS))


def test_the_readme_opens_with_the_two_commands() -> None:
    first = shown(ROOT / "README.md")[:2]
    assert first == ["make run", "make test"]


def test_every_top_level_folder_is_in_the_readme() -> None:
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    folders = {relative(path).split("/")[0] for path in named(".py", ".html", ".js", ".md") if "/" in relative(path)}
    assert {folder for folder in folders if f"{folder}/" not in text} == set()
