"""A signatory or partner that owns fiches and has users."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Institution:
    """One institution.

    kind                  ``signataire`` or ``partenaire``.
    partner_of            code of the signatory whose RGC also answers for it; empty for a signatory.
    verification_months   a fiche not confirmed for longer is due.
    retired               closed: nobody enters with its accounts or tokens any more.
    territory             where it works, in words.
    """

    code: str
    name: str
    kind: str = "partenaire"
    partner_of: str = ""
    verification_months: int = 6
    retired: bool = False
    territory: str = ""

    @property
    def is_signatory(self) -> bool:
        return self.kind == "signataire"
