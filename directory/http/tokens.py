"""A token against forged forms that a compressed page may hold.

The size of a compressed page tells, guess by guess, what stands in it. Each answer writes this token over another mask,
so that what one answer tells is true of that answer alone.
"""

import base64
import binascii
import secrets
from collections.abc import Iterator
from contextlib import contextmanager

from flask import g
from flask_wtf import CSRFProtect
from flask_wtf.csrf import generate_csrf

MARK = "~"
"""What a masked token begins with: no token of the library does."""
KEPT = "csrf_token"
"""Key under which the library keeps the token of a request in ``flask.g``, by which a page that holds one is known."""


HOLE = f"jeton-{secrets.token_hex(16)}"
"""What stands for the token in a page that is kept: another at each start, and never sent."""
_LEFT_OUT = "token_left_out"


@contextmanager
def token_left_out() -> Iterator[None]:
    """Have a hole in the place of each token, to be filled for who reads the page."""
    setattr(g, _LEFT_OUT, True)
    try:
        yield
    finally:
        g.pop(_LEFT_OUT)


def masked_token() -> str:
    """Return the token of this session, masked; the page is not held for one that shows a token in clear."""
    if g.get(_LEFT_OUT):
        return HOLE
    was_shown = KEPT in g
    token = generate_csrf().encode()
    if not was_shown:
        g.pop(KEPT, None)
    mask = secrets.token_bytes(len(token))
    masked = bytes(one ^ other for one, other in zip(token, mask, strict=True))
    return MARK + base64.urlsafe_b64encode(mask + masked).decode()


def unmasked(text: str | None) -> str | None:
    """Return the token under its mask; a text that is no masked token is returned as it is."""
    if text is None or not text.startswith(MARK):
        return text
    try:
        raw = base64.urlsafe_b64decode(text[len(MARK) :])
    except (binascii.Error, ValueError):
        return text
    half = len(raw) // 2
    return bytes(one ^ other for one, other in zip(raw[:half], raw[half:], strict=False)).decode("latin-1")


class FormTokens(CSRFProtect):  # type: ignore[misc]  # the library says nothing of its types
    """Checks the token of forms, masked or not."""

    def _get_csrf_token(self) -> str | None:
        return unmasked(super()._get_csrf_token())
