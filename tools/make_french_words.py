"""Write the list of French words that are never taken for typing errors.

Usage: make_french_words.py index.json VERSION YYYY-MM-DD

``index.json`` comes from the npm package an-array-of-french-words (MIT). Kept are folded words of 4 to 12 letters that
``search.text.dictionary`` cannot derive from another one.
"""

import gzip
import json
import sys
from pathlib import Path

from search.text.analysis import words
from search.text.dictionary import FILE, derived

LONGEST = 12
NOTICE = """# French words, folded, that are not forms of another one of the list. Made by tools/make_french_words.py.
# Source: npm package an-array-of-french-words {version}, read on {day}. MIT licence, (c) 2016 Zeke Sikelianos:
# permission is granted, free of charge, to any person obtaining a copy of this software to deal in it without
# restriction, including the rights to use, copy, modify, merge, publish, distribute, sublicense and sell copies,
# provided that this notice is included. It is provided "as is", without warranty of any kind.
"""


def main(source: str, version: str, day: str) -> None:
    folded = (words(entry) for entry in json.loads(Path(source).read_text(encoding="utf-8")))
    forms = frozenset(
        said[0] for said in folded if len(said) == 1 and said[0].isalpha() and 4 <= len(said[0]) <= LONGEST
    )
    kept: set[str] = set()
    # Infinitives first, then short forms: what a form is derived from is met before it.
    for form in sorted(forms, key=lambda form: (not form.endswith(("er", "ir")), len(form), form)):
        if kept.isdisjoint(derived(form)):
            kept.add(form)
    text = NOTICE.format(version=version, day=day) + "\n".join(sorted(kept)) + "\n"
    FILE.write_bytes(gzip.compress(text.encode(), mtime=0))


if __name__ == "__main__":
    main(*sys.argv[1:])
