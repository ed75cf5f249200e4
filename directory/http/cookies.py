"""The cookies of accounts: what a browser holds of a session, of a step under way, and to be known again."""

from dataclasses import dataclass
from datetime import timedelta

from flask import Response, current_app, request

from directory.domain.accounts.links import STEP_LIFE
from directory.domain.accounts.sessions import LIFE

LONGEST_VALUE = 200


@dataclass(frozen=True, slots=True)
class Cookie:
    """One cookie; in production its name begins with ``__Host-``, which browsers tie to this host alone."""

    plain_name: str
    life: timedelta

    @property
    def name(self) -> str:
        return f"__Host-{self.plain_name}" if current_app.config["SESSION_COOKIE_SECURE"] else self.plain_name

    def read(self) -> str:
        """Return what the browser sent, empty when nothing of ours."""
        value = request.cookies.get(self.name, "")
        return value if len(value) <= LONGEST_VALUE and value.isascii() and value.isprintable() else ""

    def put(self, response: Response, value: str) -> None:
        response.set_cookie(
            self.name,
            value,
            max_age=self.life,
            path="/",
            secure=bool(current_app.config["SESSION_COOKIE_SECURE"]),
            httponly=True,
            samesite="Lax",
        )

    def drop(self, response: Response) -> None:
        response.delete_cookie(
            self.name,
            path="/",
            secure=bool(current_app.config["SESSION_COOKIE_SECURE"]),
            httponly=True,
            samesite="Lax",
        )


SESSION = Cookie("compte", LIFE)
STEP = Cookie("etape", STEP_LIFE)
BROWSER = Cookie("navigateur", timedelta(days=365))
