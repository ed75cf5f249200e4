"""What the classification says, and which fiches are sent to the index again."""

from directory.domain.taxonomy import Taxonomy
from directory.services.taxonomy.editing import load_taxonomy
from tests.site import Site


def taxonomy_of(site: Site) -> Taxonomy:
    with site.database.read() as uow:
        return load_taxonomy(uow)


def last(site: Site) -> int:
    """Return the number of the last change."""
    with site.database.read() as uow:
        return uow.changes.max_seq()


def moved(site: Site, since: int) -> set[int]:
    with site.database.read() as uow:
        return {each.resource_id for each in uow.changes.since(since, limit=100).changes}
