"""Addresses of the site: of its pages, and the one people reach it at, for links that leave it."""

from functools import lru_cache
from typing import Any

from flask import current_app, has_request_context, request, url_for


def public_url() -> str:
    """Return it without a final slash: the setting PUBLIC_URL, else the one this request came to."""
    return str(current_app.config["PUBLIC_URL"] or request.host_url).rstrip("/")


def address(endpoint: str, **values: Any) -> str:
    """Return what ``url_for`` does. A page has a dozen addresses that depend on nothing more: these are kept."""
    if values or endpoint.startswith(".") or not has_request_context():
        return url_for(endpoint, **values)
    return _kept_address(endpoint, request.root_path)


@lru_cache(maxsize=256)
def _kept_address(endpoint: str, root: str) -> str:
    """Return the address of a page, the same for everybody on a site.

    root   what a proxy puts before every path.
    """
    return url_for(endpoint)
