"""French typography, as far as a program can tell: apostrophes, quotation marks, the space before a high sign."""

import re

NBSP = "\u00a0"
STRAIGHT_APOSTROPHE = re.compile(r"\w'\w")
BARE_SIGN = re.compile(r"(?:[^\s\u00a0\u202f:] ?|(?<=\S) )[!?;](?=\s|$)|\w ?:(?=\s|$)")
BARE_QUOTE = re.compile(r"«(?!\u00a0)|(?<!\u00a0)»")


def faults(text: str) -> list[str]:
    """Return the faulty pieces of a French text, with a little of what stands around."""
    return [
        text[max(0, match.start() - 20) : match.end() + 10].strip()
        for rule in (STRAIGHT_APOSTROPHE, BARE_SIGN, BARE_QUOTE)
        for match in rule.finditer(text)
    ]
