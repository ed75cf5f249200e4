"""Files that nobody sends by mistake: two hundred, the same for one seed, each made when it is asked for."""

import json
import random
from collections.abc import Iterator
from functools import partial

from tests.integration.hostile.archives import archive, archives
from tests.integration.hostile.books import BOMB, book, cells, ods, workbooks
from tests.integration.hostile.hostile_file import MB, HostileFile
from tests.integration.hostile.texts import CSV, HEADER, LINE, texts

__all__ = ["COUNT", "HostileFile", "hostile_files"]

SEED = 20_261_130
COUNT = 200


def hostile_files(seed: int = SEED) -> list[HostileFile]:
    """Return ``COUNT`` files."""
    chance = random.Random(seed)
    files = [
        *(HostileFile(name, partial(bytes, content)) for name, content in texts(chance).items()),
        *_tables(),
        *_json(),
        *archives(chance),
        *workbooks(),
        *_strangers(chance),
    ]
    whole = [("bon.csv", CSV.encode()), ("bon.xlsx", book()), ("bon.zip", archive({"a.csv": CSV.encode()})),
             ("bon.json", json.dumps([dict(zip(HEADER.split(";"), LINE.split(";"), strict=True))] * 5).encode()),
             ("bon.ods", ods(cells("a", "b") + cells("1", "2")))]  # fmt: skip
    while len(files) < COUNT:
        name, content = whole[len(files) % len(whole)]
        files.append(_wounded(chance, len(files), name, content))
    assert len(files) == COUNT, len(files)
    return files


def _wounded(chance: random.Random, rank: int, name: str, content: bytes) -> HostileFile:
    """Cut a good file at a byte, or change some of its bytes."""
    ending = name.partition(".")[2]
    if chance.random() < 0.5:
        cut = content[: chance.randrange(1, len(content))]
        return HostileFile(f"coupe-{rank}.{ending}", lambda: cut)
    bytes_ = bytearray(content)
    for _ in range(chance.randrange(1, 40)):
        bytes_[chance.randrange(len(bytes_))] = chance.randrange(256)
    changed = bytes(bytes_)
    return HostileFile(f"change-{rank}.{ending}", lambda: changed)


def _tables() -> Iterator[HostileFile]:
    yield HostileFile(
        "un-million-de-colonnes.csv", lambda: b";".join([b"a"] * MB) + b"\n" + b";" * (MB - 1) + b"\n", True
    )
    yield HostileFile("cent-mille-colonnes.csv", lambda: b"\n".join([b",".join([b"a"] * 100_000)] * 2))
    yield HostileFile("ligne-de-95-mo.csv", lambda: b"a;b\n" + b"x" * (95 * MB), True)
    yield HostileFile("titre-de-95-mo.csv", lambda: b"x" * (95 * MB) + b"\n1;2\n", True)
    yield HostileFile("cellule-de-95-mo.csv", lambda: b'a;b\n1;"' + b"x\n" * (47 * MB) + b'"\n3;4\n', True)
    yield HostileFile("cent-un-mo.csv", lambda: b"a;b\n" + b"1;2\n" * (26 * MB), True)
    yield HostileFile("sans-accent-95-mo.csv", lambda: b"a;b\n" + b"\xe9" * (95 * MB), True)
    yield HostileFile("trop-de-lignes.csv", lambda: b"a;b\n" + b"1;2\n" * 400_000, True)


def _json() -> Iterator[HostileFile]:
    deep = 100_000
    made = {
        "profond.json": b"[" * deep + b"]" * deep,
        "profond-coupe.json": b"[" * deep,
        "objets-profonds.json": b'{"a":' * deep + b"1" + b"}" * deep,
        "profond-dans-liste.json": b'[{"a":' + b"[" * deep + b"]" * deep + b"}]",
        "profond-par-ligne.ndjson": (b'{"a":' + b'{"a":' * 5000 + b"1" + b"}" * 5001 + b"\n") * 3,
        "surrogats.json": b'[{"titre": "\\ud800 seul", "structure": "\\udfff\\ud800"}]' * 1,
        "surrogats.ndjson": b'{"titre": "\\ud83d", "b": "\\ude00"}\n' * 3,
        "surrogats-titres.json": b'[{"\\ud800": "a", "b": "\\udc00"}]',
        "nuls.json": b'[{"titre": "a\\u0000b", "\\u0000": "c"}]',
        "nombres.json": b'[{"a": 1e999, "b": -1e-999, "c": ' + b"9" * 5000 + b', "d": NaN, "e": Infinity}]',
        "cles-egales.json": b'[{"a": 1, "a": 2, "A": 3, " a": 4}]',
        "cles-vides.json": b'[{"": 1, " ": 2}, {"": 3}]',
        "melange.json": b'[1, "a", null, true, [1], {"a": 1}, {"a": {"b": [1, {"c": 2}]}}]',
        "liste-de-listes.json": b"[[1, 2], [3, 4]]",
        "vide.json": b"{}",
        "chaine.json": b'"abc"',
        "nul.json": b"null",
        "geojson-cyclique.json": b'{"type": "FeatureCollection", "features": [{"type": "Feature", "features": []}]}',
        "geojson-sans-rien.json": b'{"type": "FeatureCollection", "features": [{"type": "Feature"}]}',
        "beaucoup-de-cles.json": json.dumps([{f"k{rank}": rank for rank in range(2000)}]).encode(),
        "virgule.json": b'[{"a": 1},]',
        "commentaire.json": b'/* a */ [{"a": 1}]',
        "deux.json": b'[{"a": 1}] [{"b": 2}]',
        "bloc-coupe.ndjson": b'{"a": 1}\n{"a": \n{"a": 2}\n',
        "liste-tuyau.json": b'[{"a": ["x|y", "z"], "b": {"c": ["|"]}}]',
    }
    for name, content in made.items():
        yield HostileFile(name, partial(bytes, content))
    yield HostileFile("un-million-de-cles.json", lambda: json.dumps([{f"k{r}": r for r in range(MB)}]).encode(), True)
    yield HostileFile("chaine-de-90-mo.json", lambda: b'[{"a": "' + b"x" * (90 * MB) + b'"}]', True)
    yield HostileFile("profond-90-mo.json", lambda: b"[" * (90 * MB), True)


def _strangers(chance: random.Random) -> Iterator[HostileFile]:
    made = {
        "image.csv": b"\x89PNG\r\n\x1a\n" + chance.randbytes(3000),
        "programme.xlsx": b"MZ" + chance.randbytes(3000),
        "elf.json": b"\x7fELF" + chance.randbytes(3000),
        "pdf.zip": b"%PDF-1.7\n" + chance.randbytes(3000),
        "ancien.xls": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + chance.randbytes(5000),
        "ancien-court.xls": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
        "gzip.csv": b"\x1f\x8b\x08" + chance.randbytes(3000),
        "page.csv": b"<!doctype html><table><tr><td>a</td></tr></table>",
        "xml.csv": b"<?xml version='1.0'?>" + BOMB.encode() + b"<a>&l;</a>",
        "svg.json": b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>",
        "sqlite.csv": b"SQLite format 3\0" + chance.randbytes(3000),
        "courriel.csv": b"From: a@b.fr\nSubject: x\n\nbonjour\n",
        "csv.xlsx": CSV.encode(),
        "xlsx.csv": book(),
        "json.csv": b'[{"a": 1, "b": 2}]',
        "csv.json": CSV.encode(),
        "un-octet.csv": b"a",
        "docx.zip": archive({"[Content_Types].xml": b"<Types/>", "word/document.xml": b"<w/>"}),
        "zip-tronque.xlsx": b"PK\x03\x04",
        "zip-fin-seule.zip": b"PK\x05\x06" + b"\0" * 18,
    }
    for name, content in made.items():
        yield HostileFile(name, partial(bytes, content))
