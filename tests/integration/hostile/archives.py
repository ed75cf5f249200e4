"""Archives that mean harm: paths, bombs, dolls, lies."""

import io
import random
import zipfile
from collections.abc import Iterator
from functools import partial

from tests.integration.hostile.hostile_file import MB, HostileFile
from tests.integration.hostile.texts import CSV


def archive(entries: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as made:
        for name, content in entries.items():
            made.writestr(zipfile.ZipInfo(name), content, method)
    return out.getvalue()


def archives(chance: random.Random) -> Iterator[HostileFile]:
    good = CSV.encode()
    names = (
        "../../../etc/passwd.csv", "/etc/cron.d/a.csv", "C:\\Windows\\a.csv", "..\\..\\a.csv", "a/../../b.csv",
        "con.csv", "a" * 60_000 + ".csv", "\u202egpj.csv", "a\nb.csv", ".csv", "~/a.csv", "a.csv/", "\udcff.csv",
    )  # fmt: skip
    for rank, name in enumerate(names):
        yield HostileFile(f"chemin-{rank}.zip", partial(_archive_named, name, good))
    yield HostileFile("meme-nom.zip", lambda: _twice(good))
    yield HostileFile("dans-l-archive.zip", lambda: archive({"a.zip": archive({"a.csv": good}), "b.csv": good}))
    yield HostileFile("poupees.zip", partial(_nested, good, 30))
    yield HostileFile("archive-nommee-csv.zip", lambda: archive({"a.csv": archive({"b.csv": good})}))
    yield HostileFile("dix-mille.zip", lambda: archive({f"{rank}.csv": b"a;b\n1;2\n" for rank in range(10_000)}), True)
    yield HostileFile("vide.zip", lambda: archive({}))
    yield HostileFile("sans-tableau.zip", lambda: archive({"a.exe": b"MZ", "b.png": b"\x89PNG"}))
    yield HostileFile("lzma.zip", lambda: archive({"a.csv": good}, zipfile.ZIP_LZMA))
    yield HostileFile("bzip2.zip", lambda: archive({"a.csv": good}, zipfile.ZIP_BZIP2))
    yield HostileFile("protegee.zip", lambda: _flagged(good))
    yield HostileFile("menteuse.zip", lambda: _lying(good))
    yield HostileFile("queue.zip", lambda: chance.randbytes(5000) + archive({"a.csv": good}))
    yield HostileFile("commentaire.zip", lambda: archive({"a.csv": good})[:-2] + b"\xff\xff" + b"c" * 65535)
    yield HostileFile("bombe.zip", lambda: archive({"a.csv": b"a;b\n" + b"1;2\n" * (90 * MB)}), True)
    yield HostileFile(
        "dix-bombes.zip", lambda: archive({f"{r}.csv": b"a;b\n" + b"\0" * (40 * MB) for r in range(10)}), True
    )
    yield HostileFile("bombe-json.zip", lambda: archive({"a.json": b"[" * (290 * MB)}), True)


def _archive_named(name: str, content: bytes) -> bytes:
    made = bytearray(archive({"x" * len(name.encode("utf-8", "surrogatepass")): content}))
    return bytes(made).replace(b"x" * len(name.encode("utf-8", "surrogatepass")), name.encode("utf-8", "surrogatepass"))


def _twice(content: bytes) -> bytes:
    made = archive({"a.csv": content, "b.csv": content})
    return made.replace(b"b.csv", b"a.csv")


def _nested(content: bytes, depth: int) -> bytes:
    for rank in range(depth):
        content = archive({f"{rank}.zip": content})
    return content


def _flagged(content: bytes) -> bytes:
    """Say that the entries are encrypted."""
    made = bytearray(archive({"a.csv": content}))
    made[6] |= 1
    made[made.index(b"PK\x01\x02") + 8] |= 1
    return bytes(made)


def _lying(content: bytes) -> bytes:
    """Say that an entry is small."""
    made = bytearray(archive({"a.csv": content * 2000}))
    at = made.index(b"PK\x01\x02") + 24
    made[at : at + 4] = (10).to_bytes(4, "little")
    made[22:26] = (10).to_bytes(4, "little")
    return bytes(made)
