"""The site and the editor of the pages that write."""

from tests.web.imports.conftest import desk, office
from tests.web.writing.conftest import editor, signed_in, site, team

__all__ = ["desk", "editor", "office", "signed_in", "site", "team"]
