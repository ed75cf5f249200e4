"""The site and the editor of the pages that write."""

from tests.web.writing.conftest import editor, site, team

__all__ = ["editor", "site", "team"]
