"""Where a request comes from, as far as it is kept."""

import re

from flask import request

from directory.http.cookies import BROWSER
from directory.services.accounts.callers import Visit, network_of

BROWSERS = (("Edg", "Edge"), ("OPR", "Opera"), ("Firefox", "Firefox"), ("Chrome", "Chrome"), ("Safari", "Safari"))
SYSTEMS = (
    ("Android", "Android"),
    ("iPhone|iPad", "iOS"),
    ("Windows", "Windows"),
    ("Macintosh", "macOS"),
    ("Linux", "Linux"),
)


def current_visit() -> Visit:
    """Return the network, the browser and what makes it known again, for a sign-in."""
    return Visit(network_of(request.remote_addr or ""), browser_named(request.user_agent.string), BROWSER.read())


def browser_named(agent: str) -> str:
    """Return such words as "Firefox, Windows" for what a browser says of itself."""
    browser = next((name for mark, name in BROWSERS if f"{mark}/" in agent), "Navigateur inconnu")
    system = next((name for marks, name in SYSTEMS if re.search(marks, agent)), "")
    return f"{browser}, {system}" if system else browser
