"""Passwords: which are refused, how they are hashed, and that a check costs the same for everybody."""

import threading
import unicodedata
from collections.abc import Iterable
from functools import cached_property

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from directory.services.accounts.refusals import Reason, Refused
from directory.services.accounts.secret import new_secret

SHORTEST, LONGEST = 12, 200
LEAST_SCORE = 3
"""Of ``zxcvbn``, from 0 to 4: fewer than a hundred million guesses are refused."""
LEAST_LEFT = 8
"""Letters and digits that are neither of the person's name nor of their address."""
READ_CHARS = 72
"""``zxcvbn`` reads no more; what follows only makes a password better."""
COMMON_HERE = (
    "motdepasse", "azerty", "azertyuiop", "qsdfghjklm", "bonjour", "soleil", "marseille", "provence", "poleemploi",
    "francetravail", "departement", "ressources", "partenariales", "ccas", "caf", "insertion", "conseiller",
)  # fmt: skip
"""What people here would think of, and the English lists would not."""


def agreed_hasher() -> PasswordHasher:
    """Return argon2id with 19 MiB and two passes: 25 ms of a processor."""
    return PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)


class Passwords:
    """Hashes one password at a time in a process: several at once would take its memory and its searches."""

    def __init__(self, hasher: PasswordHasher) -> None:
        self._hasher = hasher
        self._turn = threading.Lock()

    @cached_property
    def _nobody(self) -> str:
        return self._hasher.hash(new_secret())

    def hash(self, password: str) -> str:
        with self._turn:
            return self._hasher.hash(password)

    def matches(self, kept: str, password: str) -> bool:
        """Say whether a password is the one kept. Without one, as much work is done for the same answer: no."""
        with self._turn:
            # Made at the first check, whoever it is of: made only for nobody, it would tell them by its time.
            nobody = self._nobody
            try:
                return self._hasher.verify(kept or nobody, password[:LONGEST]) and bool(kept)
            except (VerificationError, InvalidHashError):
                return False

    def is_out_of_date(self, kept: str) -> bool:
        """Say whether a hash was made with other parameters than today's."""
        return self._hasher.check_needs_rehash(kept)


def check_password(password: str, *, own: Iterable[str]) -> None:
    """Raise Refused for a password too short, common, or made of the person's own words.

    own   name, mail, institution of the person.
    """
    if len(password) < SHORTEST:
        raise Refused(Reason.PASSWORD_SHORT)
    if len(password) > LONGEST:
        raise Refused(Reason.PASSWORD_LONG)
    # Its lists of common words: loaded at the first password that is chosen.
    from zxcvbn import zxcvbn

    if zxcvbn(password[:READ_CHARS], user_inputs=list(COMMON_HERE))["score"] < LEAST_SCORE:
        raise Refused(Reason.PASSWORD_COMMON)
    if _left_without(password, own) < LEAST_LEFT:
        raise Refused(Reason.PASSWORD_PERSONAL)


def _left_without(password: str, own: Iterable[str]) -> int:
    """Return how many letters and digits are left of a password without the words of some texts."""
    words = {word for text in own for word in _plain(text).split() if len(word) > 2}
    left = _plain(password).replace(" ", "")
    for word in sorted(words, key=len, reverse=True):
        left = left.replace(word, "").replace(word[::-1], "")
    return len(left)


def _plain(text: str) -> str:
    """Return the letters and digits of a text, without accents nor capitals, a blank for anything else."""
    letters = unicodedata.normalize("NFKD", text.casefold())
    kept = (letter for letter in letters if not unicodedata.combining(letter))
    return "".join(letter if letter.isalnum() else " " for letter in kept)
