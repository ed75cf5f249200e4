"""What Flask itself is told by the settings."""

from flask import Flask
from jinja2 import StrictUndefined
from werkzeug.middleware.proxy_fix import ProxyFix

from directory.settings import Settings


def configure(app: Flask, settings: Settings) -> None:
    """Give Flask and its templates what the settings say."""
    app.config.update(
        SECRET_KEY=settings.secret_key,
        MAX_CONTENT_LENGTH=settings.max_upload_mb * 1024 * 1024,
        SESSION_COOKIE_SECURE=not settings.is_development,
        # Tied to this host alone, as the cookies of accounts: it holds the token of forms.
        SESSION_COOKIE_NAME="session" if settings.is_development else "__Host-session",
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        WTF_CSRF_TIME_LIMIT=None,
        # Pages that a mailed link opens tell nobody their address, this site included: their forms come without one.
        WTF_CSRF_SSL_STRICT=False,
        TILES_URL=settings.tiles_url,
        TILES_CREDIT=settings.tiles_credit,
        ACCESSIBILITY_CONTACT=settings.accessibility_contact,
        PUBLIC_URL=settings.public_url,
        DEVELOPMENT=settings.is_development,
        PUBLIC_READING=settings.public_reading,
        OIDC_NAME=settings.oidc_name,
        METRICS_TOKEN=settings.metrics_token,
    )
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.trim_blocks = True
    app.jinja_env.lstrip_blocks = True
    if settings.trusted_proxies:
        hops = settings.trusted_proxies
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=hops, x_proto=hops, x_host=hops)  # type: ignore[method-assign]
