"""What every answer says to browsers: nothing from another host, nothing inline, no frame."""

from urllib.parse import urlsplit

from flask import Flask, Response, request

from directory.settings import Settings

YEAR_S = 31_536_000


def content_policy(settings: Settings) -> str:
    """Return the Content-Security-Policy; the tiles of the map are the only other host, when one is set."""
    tiles = urlsplit(settings.tiles_url)
    images = f"'self' data: {tiles.scheme}://{tiles.netloc.replace('{s}', '*')}" if tiles.netloc else "'self' data:"
    rules = {
        "default-src": "'none'",
        "script-src": "'self'",
        "style-src": "'self'",
        "img-src": images,
        "font-src": "'self'",
        "connect-src": "'self'",
        "manifest-src": "'self'",
        "form-action": "'self'",
        "base-uri": "'none'",
        "frame-ancestors": "'none'",
    }
    return "; ".join(f"{name} {value}" for name, value in rules.items())


def secure_answers(app: Flask, settings: Settings) -> None:
    headers = {
        "Content-Security-Policy": content_policy(settings),
        # The origin alone: tile servers ask for one, and a full address would tell what was searched.
        "Referrer-Policy": "strict-origin-when-cross-origin",
        "X-Content-Type-Options": "nosniff",
        "X-Frame-Options": "DENY",
        "Cross-Origin-Opener-Policy": "same-origin",
        "Permissions-Policy": "geolocation=(self), camera=(), microphone=(), payment=()",
    }
    if not settings.public_reading:
        headers["X-Robots-Tag"] = "noindex, nofollow"
    if not settings.is_development:
        headers["Strict-Transport-Security"] = f"max-age={YEAR_S}"

    known = tuple((name.lower(), name, value) for name, value in headers.items())

    @app.after_request
    def add_headers(response: Response) -> Response:
        # The address that a mail leads to is a secret: whatever page it shows, an error too, says it to nobody.
        if "secret" in (request.view_args or ()):
            response.headers["Referrer-Policy"] = "no-referrer"
        # Each look-up in the headers of an answer walks through them all.
        held = {name.lower() for name, _ in response.headers}
        for key, name, value in known:
            if key not in held:
                response.headers.add(name, value)
        return response
