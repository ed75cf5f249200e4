"""The link that stops the mails about what somebody follows: their number, signed. Nothing of it is kept here."""

from collections.abc import Sequence

from itsdangerous import BadData, URLSafeSerializer

STOP_PATH = "/s/"
SALT = "suivis"
LONGEST_CHARS = 80


class StopLinks:
    """A link that serves as often as one likes (RFC 8058) and does nothing but stop.

    keys   the newest first: it signs; links signed with the others are still read.
    """

    def __init__(self, keys: Sequence[str]) -> None:
        self._serializer = URLSafeSerializer(list(reversed(keys)), salt=SALT)

    def make(self, account_id: int) -> str:
        """Return the secret part of an address."""
        return str(self._serializer.dumps(account_id))

    def read(self, secret: str) -> int | None:
        """Return the number of the account of a link; None for one that was not made here."""
        try:
            return int(self._serializer.loads(secret[:LONGEST_CHARS]))
        except (BadData, TypeError, ValueError):
            return None
