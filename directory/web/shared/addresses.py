"""The address people reach the site at, for links that leave it."""

from flask import current_app, request


def public_url() -> str:
    """Return it without a final slash: the setting PUBLIC_URL, else the one this request came to."""
    return str(current_app.config["PUBLIC_URL"] or request.host_url).rstrip("/")
