"""Archives made odd in a seeded way: each ends in rows, or in a refusal of the importer; never in anything else."""

import io
import json
import zipfile
from random import Random

from importers.files.reading import Limits, UnreadableFile, read_rows
from importers.registry import known_columns
from tests.unit.importers.files.test_archives import ODSPEP, SERVICES, STRUCTURES, table
from tests.unit.importers.files.test_hsds import TABLES

SEED, COUNT = 1, 200
LIMITS = Limits(unpacked_bytes=200_000, rows=300, columns=40, cell_chars=2_000)
METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA)
NAMES = (
    "services.csv",
    "x/services.json",
    "SERVICE.CSV",
    "attributes.csv",
    "phones.json",
    "a\0b.csv",
    "é.csv",
    "c.xlsx",
)
CELLS = (
    "",
    "\0",
    "é",
    '"',
    ";",
    "\n",
    "s1",
    "7",
    "-1e999",
    "NaN",
    "[]",
    "{}",
    "=1+1",
    "\ufeff",
    "[" * 2_000,
    "x" * 3_000,
)
KNOWN = (
    {name: table(rows) for name, rows in TABLES.items()},
    ODSPEP,
    {"services.json": json.dumps(SERVICES), "structures.json": json.dumps(STRUCTURES)},
)  # fmt: skip


def odd_table(text: str, random: Random) -> str:
    """Return a table with one thing wrong, or as it was."""
    lines = text.splitlines() or [""]
    first, *others = lines
    at = random.randrange(len(text) + 1)
    return random.choice(
        (
            text,
            text[:at],
            text[:at] + random.choice(CELLS) + text[at:],
            first,
            f"{first}\n",
            "\n".join((first.upper(), *others)),
            "\n".join((f"{first},{first}", *(f"{line},{line}" for line in others))),
            "\n".join((f"attributes,service_at_locations,{first}", *(f"x,y,{line}" for line in others))),
            "\n".join((first, *others, first, *others)),
            text.replace('": "', '": ["', 1),
            text.replace('"', "", 3),
            text.replace("s1", ""),
            "",
        )
    )


def odd_archive(random: Random) -> bytes:
    entries = list(random.choice(KNOWN).items())
    random.shuffle(entries)
    for _ in range(random.randrange(3)):
        at = random.randrange(len(entries))
        entries[at] = (entries[at][0], odd_table(entries[at][1], random))
    for _ in range(random.randrange(3)):
        entries.append((random.choice(NAMES), random.choice(entries)[1]))
    if random.random() < 0.3:
        del entries[0]
    usual = random.random() < 0.9
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for rank, (name, text) in enumerate(entries):
            method = zipfile.ZIP_DEFLATED if usual else random.choice(METHODS)
            archive.writestr(zipfile.ZipInfo(f"{rank}/{name}"), text.encode(), method)
    content = bytearray(buffer.getvalue())
    match random.randrange(8):
        case 0:
            del content[random.randrange(len(content)) :]
        case 1:
            for _ in range(random.randrange(1, 9)):
                content[random.randrange(len(content))] = random.randrange(256)
        case 2:
            at = random.randrange(len(content))
            content[at : at + random.randrange(40)] = b""
    return bytes(content)


def test_odd_archives_end_in_rows_or_in_a_refusal() -> None:
    random = Random(SEED)
    read, refusals = 0, []
    for _ in range(COUNT):
        content = odd_archive(random)
        try:
            rows = list(read_rows(content, "a.zip", columns=known_columns(), limits=LIMITS))
        except UnreadableFile as error:
            refusals.append(error)
        else:
            assert all(isinstance(cell, str) for row in rows for cell in row.cells.values())
            read += 1
    assert min(read, len(refusals)) > COUNT // 10
    assert all(each.code and each.message.endswith(".") and each.advice for each in refusals)
