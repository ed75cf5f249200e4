"""The site and the editor of the pages that write."""

from tests.web.writing.conftest import editor, signed_in, site, team

__all__ = ["editor", "signed_in", "site", "team"]
