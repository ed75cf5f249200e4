"""Files that nobody sends by mistake: two hundred, the same for one seed, each made when it is asked for."""

import codecs
import io
import json
import random
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial

from openpyxl import Workbook

SEED = 20_261_130
COUNT = 200
MB = 1_000_000

HEADER = "titre;structure;adresse;code postal;commune;telephone;courriel"
LINE = "Garage solidaire;Relais du Quai;5 quai Neuf;13500;Martigues;04 90 00 00 00;contact@exemple.fr"
CSV = f"{HEADER}\n{LINE}\n{LINE}é\n"

_SHEET = '<?xml version="1.0"?>{doctype}<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
_BOMB = (
    "<!DOCTYPE a ["
    + '<!ENTITY a "ha">'
    + "".join(f'<!ENTITY {chr(98 + rank)} "{f"&{chr(97 + rank)};" * 10}">' for rank in range(12))
    + "]>"
)
_OUTSIDE = '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]>'


@dataclass(frozen=True, slots=True)
class HostileFile:
    """``is_large``: it takes seconds to make or to read."""

    name: str
    make: Callable[[], bytes]
    is_large: bool = False


def hostile_files(seed: int = SEED) -> list[HostileFile]:
    """Return ``COUNT`` files."""
    chance = random.Random(seed)
    files = [*_texts(chance), *_tables(), *_json(), *_archives(chance), *_workbooks(), *_strangers(chance)]
    whole = [("bon.csv", CSV.encode()), ("bon.xlsx", book()), ("bon.zip", archive({"a.csv": CSV.encode()})),
             ("bon.json", json.dumps([dict(zip(HEADER.split(";"), LINE.split(";"), strict=True))] * 5).encode()),
             ("bon.ods", ods(_cells("a", "b") + _cells("1", "2")))]  # fmt: skip
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


def _texts(chance: random.Random) -> Iterator[HostileFile]:
    made: dict[str, bytes] = {
        "nuls.csv": CSV.replace("Garage", "Ga\0rage").encode(),
        "que-des-nuls.csv": b"\0" * 5000,
        "nuls-partout.csv": b"\0".join(bytes([each]) for each in CSV.encode()),
        "utf16-impair.csv": CSV.encode("utf-16") + b"x",
        "utf16-sans-marque.csv": CSV.encode("utf-16-be")[1:],
        "utf32.csv": CSV.encode("utf-32"),
        "marque-seule.csv": codecs.BOM_UTF16_LE,
        "deux-marques.csv": codecs.BOM_UTF8 * 3 + CSV.encode(),
        "marque-menteuse.csv": codecs.BOM_UTF16_LE + CSV.encode(),
        "melange.csv": CSV.encode() + CSV.encode("cp1252") + CSV.encode("utf-16"),
        "melange-par-ligne.csv": b"".join(CSV.encode(each) for each in ("utf-8", "cp1252", "mac_roman", "cp850") * 20),
        "demi-surrogats.csv": CSV.encode().replace(b"Relais", b"\xed\xa0\x80Relais"),
        "trop-longs.csv": CSV.encode().replace(b"Quai", b"\xf8\x88\x80\x80\x80Quai\xc0\xaf"),
        "cr-seuls.csv": CSV.replace("\n", "\r").encode(),
        "guillemet-ouvert.csv": (CSV + '"' + LINE).encode(),
        "que-des-guillemets.csv": b'"' * 9999,
        "guillemets-et-points.csv": b'";"' * 9999,
        "sep-etrange.csv": b"sep=\0\n" + CSV.encode(),
        "sep-lettre.csv": b"sep=a\n" + CSV.encode(),
        "sep-guillemet.csv": b'sep="\n' + CSV.encode(),
        "formules.csv": (HEADER + "\n" + ";".join(
            ["=cmd|' /C calc'!A0", "+1+1", "-2+3", "@SUM(A1:A9)", "\t=1", "=HYPERLINK(\"https://a.fr\")", "=1"])
        ).encode(),
        "titres-formules.csv": b"=1+1;@a;+b\n1;2;3\n",
        "titres-vides.csv": b";;;;\n1;2;3;4;5\n",
        "titres-egaux.csv": b"a;a;a;a\n1;2;3;4\n" * 3,
        "titres-longs.csv": b"a" * 50_000 + b";b\n1;2\n",
        "titres-html.csv": b"<script>alert(1)</script>;b\n<img src=x onerror=alert(1)>;2\n",
        "sens-inverse.csv": ("\u202etitre;\u2066b\n\u202eabc;\u2069d\n" * 3).encode(),
        "combinants.csv": ("titre;b\n" + "e" + "\u0301" * 20_000 + ";2\n").encode(),
        "lignes-vides.csv": b"\n" * 100_000 + b"a;b\n1;2\n",
        "que-des-lignes.csv": b"\n" * 200_000,
        "points-virgules.csv": b";" * 400 + b"\n" + (b";" * 400 + b"\n") * 500,
        "lignes-inegales.csv": b"\n".join(b";".join([b"x"] * (rank % 300)) for rank in range(300)),
        "controle.csv": bytes(range(1, 32)) * 200,
        "hasard.csv": chance.randbytes(50_000),
        "hasard-texte.csv": "".join(chance.choices("aé;,\t|\"\n\r '0", k=50_000)).encode(),
        "geographie.csv": b"lat;lon\n" + b"1e999;-1e999\nNaN;inf\n" * 50,
        "nombres.csv": b"id;telephone;siret\n" + b"9" * 9000 + b";" + b"0" * 9000 + b";" + b"1" * 9000 + b"\n",
        "courriels.csv": b"titre;courriel\n" + b"a" + b"@a." * 9000 + b";" + b"a." * 9000 + b"@b\n",
        "horaires.csv": b"titre;horaires\nx;" + b"lundi 9h-12h " * 7000 + b"\n",
        "adresses.csv": b"titre;adresse\nx;" + b"12 rue " * 9000 + b"\n",
        "html-imbrique.csv": b"titre;description\nx;" + b"<div>" * 15_000 + b"\n",
        "entites.csv": b"titre;description\nx;" + b"&amp;" * 15_000 + b"&#99999999999;&#xD800;\n",
    }  # fmt: skip
    for name, content in made.items():
        yield HostileFile(name, partial(bytes, content))


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


def archive(entries: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as made:
        for name, content in entries.items():
            made.writestr(zipfile.ZipInfo(name), content, method)
    return out.getvalue()


def _archives(chance: random.Random) -> Iterator[HostileFile]:
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


def book() -> bytes:
    out, made = io.BytesIO(), Workbook()
    sheet = made.active
    assert sheet is not None
    for line in CSV.splitlines():
        sheet.append(line.split(";"))
    made.save(out)
    return out.getvalue()


def xlsx(sheet: bytes, **others: bytes) -> bytes:
    """Return the workbook of ``book`` with another sheet. ``others``: parts by the end of their name."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(book())) as good, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        for entry in good.infolist():
            part = entry.filename.rsplit("/", 1)[-1].partition(".")[0]
            content = sheet if part == "sheet1" and sheet else others.get(part, good.read(entry))
            made.writestr(entry.filename, content)
    return out.getvalue()


def _sheet(rows: str, doctype: str = "", end: str = "</sheetData></worksheet>") -> bytes:
    return (_SHEET.format(doctype=doctype) + "<sheetData>" + rows + end).encode()


def _row(number: int, *cells: str) -> str:
    return f'<row r="{number}">' + "".join(cells) + "</row>"


def _text(reference: str, text: str) -> str:
    return f'<c r="{reference}" t="inlineStr"><is><t>{text}</t></is></c>'


def _workbooks() -> Iterator[HostileFile]:
    two = _row(1, _text("A1", "titre"), _text("B1", "structure")) + _row(2, _text("A2", "x"), _text("B2", "y"))
    sheets = {
        "coin.xlsx": _sheet(two + _row(1048576, _text("XFD1048576", "loin"))),
        "hors-de-tout.xlsx": _sheet(two + _row(9999999, _text("ZZZ9999999", "loin"))),
        "references-fausses.xlsx": _sheet('<row r="x"><c r="1A"/><c r=""/><c r="A-1"><v>1</v></c></row>' + two),
        "rangs-a-l-envers.xlsx": _sheet(_row(9, _text("B9", "a")) + _row(1, _text("A1", "b"))),
        "entites.xlsx": _sheet(_row(1, _text("A1", "&l;"), _text("B1", "b")) + two, _BOMB),
        "entite-dehors.xlsx": _sheet(_row(1, _text("A1", "&x;"), _text("B1", "b")) + two, _OUTSIDE),
        "profond.xlsx": _sheet("<a>" * 100_000 + two),
        "sans-fin.xlsx": _sheet(two, end=""),
        "vide.xlsx": b"",
        "pas-du-xml.xlsx": b"\0\1\2" * 999,
        "type-inconnu.xlsx": _sheet(_row(1, '<c r="A1" t="zz"><v>1</v></c>', '<c r="B1" t="s"><v>99999</v></c>') + two),
        "nombres.xlsx": _sheet(_row(1, _text("A1", "a"), _text("B1", "b")) + _row(
            2, '<c r="A2"><v>1e999</v></c>', '<c r="B2"><v>NaN</v></c>', '<c r="C2" s="1"><v>-99999999999</v></c>')),
        "dates.xlsx": _sheet(_row(1, _text("A1", "a"), _text("B1", "b")) + _row(
            2, '<c r="A2" t="d"><v>99999-99-99</v></c>', '<c r="B2" t="e"><v>#REF!</v></c>')),
        "dimension-fausse.xlsx": _sheet(two).replace(b"<sheetData>", b'<dimension ref="A1:XFD1048576"/><sheetData>'),
        "fusions.xlsx": _sheet(two, end='</sheetData><mergeCells><mergeCell ref="A1:XFD1048576"/>'
                                        '<mergeCell ref="B2:A1"/><mergeCell ref="?"/></mergeCells></worksheet>'),
        "echappements.xlsx": _sheet(_row(1, _text("A1", "_x0000_a"), _text("B1", "_xD800_")) + _row(
            2, _text("A2", "_xFFFF_"), _text("B2", "_x005F_x000D_"))),
    }  # fmt: skip
    for name, sheet in sheets.items():
        yield HostileFile(name, partial(xlsx, sheet))
    yield HostileFile("sans-feuille.xlsx", lambda: xlsx(b"", workbook=b"<workbook/>"))
    yield HostileFile(
        "classeur-entites.xlsx", lambda: xlsx(b"", workbook=(_BOMB + "<workbook>&l;</workbook>").encode())
    )
    yield HostileFile("styles-casses.xlsx", lambda: xlsx(b"", styles=b"<styleSheet><cellXfs count='-1'>"))
    yield HostileFile("cent-mille-feuilles.xlsx", lambda: xlsx(b"", workbook=_many_sheets(100_000)), True)
    yield HostileFile("bombe.xlsx", lambda: xlsx(_sheet("<row/>" * (60 * MB))), True)
    yield HostileFile(
        "bombe-cellules.xlsx", lambda: xlsx(_sheet("<row>" + "<c><v>1</v></c>" * (15 * MB) + "</row>")), True
    )
    yield HostileFile("bombe-texte.xlsx", lambda: xlsx(_sheet(_row(1, _text("A1", "x" * (280 * MB))))), True)
    yield HostileFile("coin.ods", lambda: ods(_cells("a", "b") + _repeated(1048576, 16384, "x")))
    yield HostileFile(
        "vides-repetes.ods", lambda: ods(_cells("a", "b") + _cells("1", "2") + _repeated(1048576, 16384, ""))
    )
    yield HostileFile("repetition-folle.ods", lambda: ods(_cells("a", "b") + _repeated(10**12, 10**12, "x")))
    yield HostileFile("entites.ods", lambda: ods(_cells("&l;", "b"), _BOMB))
    yield HostileFile("profond.ods", lambda: ods("<table:x>" * 100_000))


def _many_sheets(count: int) -> bytes:
    sheets = "".join(f'<sheet name="F{rank}" sheetId="{rank}" r:id="rId1"/>' for rank in range(1, count + 1))
    spaces = (
        'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" '
        'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
    )
    return f"<workbook {spaces}><sheets>{sheets}</sheets></workbook>".encode()


def ods(rows: str, doctype: str = "") -> bytes:
    spaces = " ".join(
        f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for name in ("office", "table", "text")
    )
    content = (
        f'<?xml version="1.0"?>{doctype}<office:document-content {spaces}><office:body><office:spreadsheet>'
        f'<table:table table:name="F">{rows}</table:table></office:spreadsheet></office:body></office:document-content>'
    )
    return archive({
        "mimetype": b"application/vnd.oasis.opendocument.spreadsheet", "content.xml": content.encode(),
        "META-INF/manifest.xml": b"<manifest/>",
    })  # fmt: skip


def _cells(*texts: str) -> str:
    cells = (
        f'<table:table-cell office:value-type="string"><text:p>{each}</text:p></table:table-cell>' for each in texts
    )
    return "<table:table-row>" + "".join(cells) + "</table:table-row>"


def _repeated(rows: int, columns: int, text: str) -> str:
    inside = f"<text:p>{text}</text:p>" if text else ""
    return (
        f'<table:table-row table:number-rows-repeated="{rows}"><table:table-cell '
        f'table:number-columns-repeated="{columns}" office:value-type="string">{inside}</table:table-cell>'
        "</table:table-row>"
    )


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
        "xml.csv": b"<?xml version='1.0'?>" + _BOMB.encode() + b"<a>&l;</a>",
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
