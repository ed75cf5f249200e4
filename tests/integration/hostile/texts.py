"""Texts that no table should hold: signs, encodings, quotes, titles, cells."""

import codecs
import random
from collections.abc import Mapping

HEADER = "titre;structure;adresse;code postal;commune;telephone;courriel"
LINE = "Garage solidaire;Relais du Quai;5 quai Neuf;13500;Martigues;04 90 00 00 00;contact@exemple.fr"
CSV = f"{HEADER}\n{LINE}\n{LINE}é\n"

TEXTS: Mapping[str, bytes] = {
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
    "geographie.csv": b"lat;lon\n" + b"1e999;-1e999\nNaN;inf\n" * 50,
    "nombres.csv": b"id;telephone;siret\n" + b"9" * 9000 + b";" + b"0" * 9000 + b";" + b"1" * 9000 + b"\n",
    "courriels.csv": b"titre;courriel\n" + b"a" + b"@a." * 9000 + b";" + b"a." * 9000 + b"@b\n",
    "horaires.csv": b"titre;horaires\nx;" + b"lundi 9h-12h " * 7000 + b"\n",
    "adresses.csv": b"titre;adresse\nx;" + b"12 rue " * 9000 + b"\n",
    "html-imbrique.csv": b"titre;description\nx;" + b"<div>" * 15_000 + b"\n",
    "entites.csv": b"titre;description\nx;" + b"&amp;" * 15_000 + b"&#99999999999;&#xD800;\n",
}  # fmt: skip


def texts(chance: random.Random) -> dict[str, bytes]:
    """Return files by name."""
    return {
        **TEXTS,
        "hasard.csv": chance.randbytes(50_000),
        "hasard-texte.csv": "".join(chance.choices("aé;,\t|\"\n\r '0", k=50_000)).encode(),
    }
