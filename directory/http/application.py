"""Flask, without what every request would pay and none of ours makes use of."""

from collections.abc import Callable
from typing import Any

from flask import Flask, Request
from flask.sessions import SecureCookieSession, SecureCookieSessionInterface

from directory.http.templates import Templates


class FormSessions(SecureCookieSessionInterface):
    """Sessions that hold the token of forms: nothing is made ready to check a signature where no cookie was sent."""

    def open_session(self, app: Flask, request: Request) -> SecureCookieSession | None:
        if app.secret_key and self.get_cookie_name(app) not in request.cookies:
            return self.session_class()
        return super().open_session(app, request)


class Application(Flask):
    session_interface = FormSessions()
    jinja_environment = Templates

    def ensure_sync(self, func: Callable[..., Any]) -> Callable[..., Any]:
        """Return a view or a hook as it is: none of ours is asynchronous, and each is asked about at every request."""
        return func
