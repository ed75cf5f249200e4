"""What most values look like, told at a glance: what a library would say of them, in a hundredth of its time.

A value that is not told here may be right all the same: the library is then asked.
"""

import re

_EMAIL = re.compile(
    r"(?=[^@]{1,64}@.{4,100}\Z)[A-Za-z0-9]+(?:[._+-][A-Za-z0-9]+)*@(?:[a-z0-9]+(?:-[a-z0-9]+)*\.)+(?:fr|com|org|net|eu|info|asso|re|nc|pf)"
)
_WEB = re.compile(r"https?://(?:[a-z0-9]+(?:-[a-z0-9]+)*\.)+[a-z]{2,24}(?:/[\w./-]{0,500})?", re.ASCII)
_PHONE = re.compile(r"0\d(?: \d\d){4}", re.ASCII)
_SIRET_DIGITS = 14
_DOUBLED = bytes(sum(divmod(2 * each, 10)) for each in range(10)).ljust(256, b"\0")
_VALUES = bytes.maketrans(b"0123456789", bytes(range(10)))


def is_plain_email(text: str) -> bool:
    return _EMAIL.fullmatch(text) is not None


def is_plain_web(text: str) -> bool:
    return _WEB.fullmatch(text) is not None


def is_plain_phone(text: str) -> bool:
    """Tell ten digits by pairs."""
    return _PHONE.fullmatch(text) is not None


def shows_all(text: str) -> bool:
    """Tell a text of signs that are seen, blanks and ends of lines alone."""
    return text.replace("\n", " ").replace("\u00a0", " ").replace("\u202f", " ").isprintable()


def is_siret(text: str) -> bool:
    """Tell fourteen digits whose key is right, and that of the SIREN they begin with too."""
    if len(text) != _SIRET_DIGITS or not (text.isascii() and text.isdigit()):
        return False
    values = text.encode().translate(_VALUES)
    return _has_key(values) and _has_key(values[:9])


def _has_key(values: bytes) -> bool:
    """Follow Luhn: every second digit from the right is doubled."""
    return not (sum(values[::-2]) + sum(values[-2::-2].translate(_DOUBLED))) % 10
