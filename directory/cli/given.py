"""The files that a command is given, and what they are."""

from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path

import click

from directory.cli.process import Failure
from directory.cli.recognition import known_formats, not_recognised
from directory.services.bundle import Operations
from directory.services.imports.looking import Look
from directory.services.imports.service import NewImport
from importers.files.rows import UnreadableFile
from importers.files.several import archive_of, name_of_archive
from importers.files.source import Source
from search.text.french import NBSP


class Unreadable(Failure):
    """The file cannot be read."""

    exit_code = 2


def new_import(
    ops: Operations,
    paths: Sequence[Path],
    format_name: str,
    mapping_path: Path | None,
    said: Mapping[str, object],
) -> NewImport:
    """Return what is to be imported: as a source of the pages where it is named, else as the format says.

    Raises Failure, Unreadable.
    """
    name, content = _given(paths)
    known = None if format_name or mapping_path else ops.imports.source_named(str(said["source"]))
    if known is not None:
        click.echo(f"Lu comme la source «{NBSP}{known.name}{NBSP}».")
        others = {key: value for key, value in said.items() if key not in ("source", "institution")}
        owner = str(said["institution"]) or known.institution
        return replace(NewImport.of_known(known, name, content, **others), institution=owner)
    mapping_text = mapping_path.read_text(encoding="utf-8") if mapping_path is not None else ""
    if not format_name:
        format_name = mapping_path.stem if mapping_path is not None else _recognised(ops, content, name)
    return NewImport(name, content, format_name, mapping_text, **said)  # type: ignore[arg-type]


def _given(paths: Sequence[Path]) -> tuple[str, Source]:
    """Return the name and the content of what is imported: one file, or several as the archive that holds them."""
    if len(paths) == 1:
        return paths[0].name, paths[0]
    with ExitStack() as opened:
        files = [(path.name, opened.enter_context(path.open("rb"))) for path in paths]
        archive = opened.enter_context(archive_of(files))
        return name_of_archive([name for name, _ in files]), archive.read()


def _recognised(ops: Operations, content: Source, name: str) -> str:
    """Return the format that a file is surely in. Raises Failure, with what was read, when none is."""
    look = looked_at(ops, content, name)
    taken = look.recognition.taken
    if taken is None:
        raise Failure("\n".join((*not_recognised(look), known_formats())))
    click.echo(f"Format reconnu{NBSP}: {taken.name} ({taken.label}).")
    return taken.name


def looked_at(ops: Operations, content: Source, name: str) -> Look:
    """Return what a file is. Raises Unreadable."""
    try:
        return ops.imports.look_at(content, name)
    except UnreadableFile as error:
        raise Unreadable(f"{error.message} {error.advice}".strip()) from error
