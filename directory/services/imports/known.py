"""The vocabularies that a file is read against: needs and families of the day, institutions, closed lists."""

from collections.abc import Mapping

from directory.domain.institution import Institution
from directory.domain.taxonomy import Taxonomy
from importers.cells.codes import CLOSED_LISTS, KnownCodes, Vocabulary


def known_codes(taxonomy: Taxonomy, institutions: Mapping[str, Institution]) -> KnownCodes:
    """Return the vocabularies a file is read against."""
    needs = taxonomy.needs.values()
    families = taxonomy.families.values()
    lists = {
        "needs": Vocabulary(
            {need.code: need.label for need in needs if not need.replaced_by},
            {need.code: need.replaced_by for need in needs if need.replaced_by},
        ),
        "families": Vocabulary(
            {family.code: family.label for family in families if not family.replaced_by},
            {family.code: family.replaced_by for family in families if family.replaced_by},
        ),
        "institutions": Vocabulary({code: each.name for code, each in institutions.items()}),
    }
    return KnownCodes({**CLOSED_LISTS, **lists}, {need.code: need.family for need in needs})
