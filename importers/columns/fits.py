"""How well the contents of a column fit each field, whatever its title."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from importers.columns.contents import Contents
from importers.columns.names import CATEGORY, IDENTIFIER, POINT, WHOLE_ADDRESS
from search.text.french import percent


@dataclass(frozen=True, slots=True)
class Fit:
    """``share`` of the cells that fit, ``enough`` what the field asks; ``decides``: how far they settle it alone."""

    share: float
    enough: float
    decides: float
    said: str = ""


def fit_of(target: str, contents: Contents, likeness: float, rank: int) -> Fit:
    """Measure a column for a field.

    likeness   of its title with the names of the field: some contents count only where the title agrees.
    rank       of the column in the table, from 0: identities come first.
    """
    simple = _SHARES.get(target)
    if simple is not None:
        name, enough, decides, said = simple
        share = contents.share(name)
        if target in _NOT and contents.share(_NOT[target]) > 0.5:
            return Fit(0.0, enough, 0.0)
        return Fit(share, enough, decides, f"{percent(share)} {said}" if share >= enough else "")
    fit = _OTHERS[target](contents, likeness, rank)
    return fit if fit.share >= fit.enough and not fit.said.startswith(percent(0)) else replace(fit, said="")


_SHARES: Mapping[str, tuple[str, float, float, str]] = {
    "courriel": ("email", 0.6, 0.85, "sont des adresses mail"),
    "site": ("site", 0.6, 0.75, "sont des adresses de site"),
    "lien": ("site", 0.6, 0.5, "sont des adresses de site"),
    "siret": ("siret", 0.7, 0.9, "sont des SIRET"),
    "commune": ("commune", 0.75, 0.8, "sont des noms de communes"),
    "horaires": ("hours", 0.4, 0.8, "ont un jour et une heure"),
    POINT: ("point", 0.7, 0.9, "sont des couples de coordonnées"),
    WHOLE_ADDRESS: ("whole_address", 0.5, 0.8, "sont des adresses entières"),
    "public": ("audiences", 0.5, 0.7, "sont des publics"),
    "acces": ("access_modes", 0.5, 0.62, "sont des modalités d’accès"),
    "accueil": ("receptions", 0.6, 0.62, "sont des modes d’accueil"),
    "mobilisation": ("mobilisations", 0.6, 0.55, "sont des modes de mobilisation"),
    "langues": ("languages", 0.6, 0.75, "sont des langues"),
    "accessibilite": ("accessibilities", 0.5, 0.7, "disent l’accessibilité"),
    "besoins": ("needs", 0.5, 0.85, "sont des besoins de la classification"),
    "documents_a_apporter": ("papers", 0.4, 0.65, "citent des pièces à fournir"),
    "zone_d_intervention": ("area", 0.5, 0.5, "sont des territoires"),
    "complement_d_adresse": ("complement", 0.4, 0.6, "complètent une adresse"),
    "valable_du": ("date", 0.6, 0.0, "sont des dates"),
    "valable_au": ("date", 0.6, 0.0, "sont des dates"),
}
_NOT = {
    "commune": "number", "complement_d_adresse": "numbered", "courriel": "html",
}  # fmt: skip


def _phone(contents: Contents, likeness: float, rank: int) -> Fit:
    share = contents.share("phone")
    if (
        contents.share("siret") > 0.5
        or contents.share("point") > 0.5
        or (contents.share("siren") > 0.7 and likeness < 0.6)
    ):
        return Fit(0.0, 0.7, 0.0)
    return Fit(share, 0.5 if likeness >= 0.6 else 0.7, 0.85, f"{percent(share)} sont des numéros de téléphone")


def _second_phone(contents: Contents, likeness: float, rank: int) -> Fit:
    found = _phone(contents, likeness, rank)
    return Fit(found.share, found.enough, 0.6, found.said)


def _postcode(contents: Contents, likeness: float, rank: int) -> Fit:
    share, other = contents.share("postcode"), contents.share("insee")
    decides = 0.85 if share > other + 0.05 else 0.55
    return Fit(share, 0.7 if likeness >= 0.6 else 0.9, decides, f"{percent(share)} sont des codes postaux connus")


def _commune_code(contents: Contents, likeness: float, rank: int) -> Fit:
    share, other = contents.share("insee"), contents.share("postcode")
    decides = 0.7 if share > other + 0.05 else 0.3
    return Fit(share, 0.7 if likeness >= 0.6 else 0.9, decides, f"{percent(share)} sont des codes INSEE connus")


def _address(contents: Contents, likeness: float, rank: int) -> Fit:
    if contents.share("whole_address") >= 0.5 or contents.share("number") > 0.5:
        return Fit(contents.share("street") * 0.5, 0.5, 0.3)
    share = max(contents.share("street"), contents.share("numbered"))
    if contents.mean_words > 16 or contents.share("hours") > 0.3:
        share = 0.0
    return Fit(share, 0.5, 0.75, f"{percent(share)} sont des voies ou des numéros")


def _description(contents: Contents, likeness: float, rank: int) -> Fit:
    if contents.share("hours") > 0.5 or contents.share("number") > 0.3 or contents.share("whole_address") > 0.5:
        return Fit(0.0, 0.5, 0.0)
    prose = min(1.0, contents.mean_words / 12)
    said = "ce sont des phrases" if prose >= 0.8 else ""
    return Fit(prose, 0.3 if likeness >= 0.9 else 0.6, 0.62 if prose == 1.0 else 0.2, said)


def _title(contents: Contents, likeness: float, rank: int) -> Fit:
    if contents.mean_words > 15:
        return Fit(0.0, 0.5, 0.0)
    share = contents.share("service") if contents.mean_words >= 1.2 else 0.0
    return _name(contents, likeness, share, "parlent d’un service", decides=0.58)


def _structure(contents: Contents, likeness: float, rank: int) -> Fit:
    share = contents.share("body") if 1.2 <= contents.mean_words <= 15 else 0.0
    if contents.share("commune") > 0.6 or max(contents.share("street"), contents.share("whole_address")) > 0.6:
        share = 0.0
    return _name(contents, likeness, share, "ont le nom d’un organisme", decides=0.6)


def _name(contents: Contents, likeness: float, share: float, said: str, *, decides: float) -> Fit:
    wrong = max(contents.share(name) for name in ("number", "email", "site", "phone", "date", "hours", "yes_no"))
    if wrong > 0.5 or contents.mean_words > 25:
        return Fit(0.0, 0.5, 0.0)
    if likeness >= 0.6:
        return Fit(max(share, 0.5), 0.5, decides * (share >= 0.5), f"{percent(share)} {said}" if share >= 0.5 else "")
    return Fit(share, 0.5, decides if contents.distinct > 0.2 else 0.3, f"{percent(share)} {said}")


def _identity(contents: Contents, likeness: float, rank: int) -> Fit:
    strange = max(
        contents.share(name) for name in ("email", "site", "phone", "siret", "date", "postcode", "point", "hours")
    )
    is_one = contents.distinct == 1.0 and contents.filled > 0.95 and contents.share("one_word") >= 0.8
    if (strange > 0.5 and likeness < 0.9) or (not is_one and (likeness < 0.9 or contents.distinct < 0.7)):
        return Fit(0.0, 1.0, 0.0)
    fine = not any(number != int(number) for number in contents.numbers)
    decides = 0.65 if rank == 0 and is_one and fine and contents.share("commune") < 0.3 else 0.2
    return Fit(1.0, 1.0, decides, "chaque ligne a la sienne" if is_one else "")


def _contact(contents: Contents, likeness: float, rank: int) -> Fit:
    wrong = max(contents.share(name) for name in ("email", "phone", "site", "number", "whole_address", "date"))
    if wrong > 0.4 or contents.mean_words > 12:
        return Fit(0.0, 0.5, 0.0)
    share = contents.share("person") * (contents.share("body") < 0.5)
    if likeness >= 0.9:
        return Fit(max(share, 0.5), 0.5, 0.6 * (share >= 0.5), f"{percent(share)} sont des noms de personnes")
    return Fit(share, 0.5, 0.6 if contents.distinct > 0.2 else 0.3, f"{percent(share)} sont des noms de personnes")


def _category(contents: Contents, likeness: float, rank: int) -> Fit:
    few = 2 <= contents.kinds <= 60 and contents.filled >= 0.6 and contents.mean_words <= 7
    wrong = max(contents.share(name) for name in ("number", "email", "site", "phone", "date", "yes_no"))
    if not few or wrong > 0.5 or likeness < 0.6:
        return Fit(0.0, 1.0, 0.0)
    return Fit(1.0, 1.0, 0.3, f"{contents.kinds} valeurs différentes, qui peuvent décider du besoin")


def _costs(contents: Contents, likeness: float, rank: int) -> Fit:
    named = max(contents.share("yes_no"), contents.share("money")) if likeness >= 0.9 else 0.0
    share = max(contents.share("costs"), named)
    return Fit(share, 0.5, 0.62, f"{percent(share)} disent ce que cela coûte")


def _prose(name: str, enough: float, decides: float, said: str) -> Callable[[Contents, float, int], Fit]:
    def fit(contents: Contents, likeness: float, rank: int) -> Fit:
        share = contents.share(name) if name else 0.0
        wrong = max(contents.share(each) for each in ("number", "email", "site", "phone", "date"))
        if wrong > 0.6:
            return Fit(0.0, 1.0, 0.0)
        if likeness >= 0.6:
            return Fit(
                max(share, enough),
                enough,
                decides * (share >= enough),
                f"{percent(share)} {said}" if share >= enough else "",
            )
        return Fit(share if contents.mean_words >= 3 else 0.0, enough, decides, f"{percent(share)} {said}")

    return fit


def _by_title(contents: Contents, likeness: float, rank: int) -> Fit:
    wrong = max(contents.share(each) for each in ("number", "email", "site", "phone", "date", "point"))
    return Fit(0.0 if wrong > 0.6 else 1.0, 1.0, 0.0)


def _networks(contents: Contents, likeness: float, rank: int) -> Fit:
    share = contents.share("networks")
    return Fit(max(share, 0.4 if likeness >= 0.9 else 0.0), 0.5, 0.6, f"{percent(share)} sont des réseaux connus")


def _never(contents: Contents, likeness: float, rank: int) -> Fit:
    return Fit(0.0, 1.0, 0.0)


_OTHERS: Mapping[str, Callable[[Contents, float, int], Fit]] = {
    "telephone": _phone, "telephone_2": _second_phone, "code_postal": _postcode, "code_insee": _commune_code,
    "adresse": _address, "description": _description, "titre_du_service": _title, "structure": _structure,
    IDENTIFIER: _identity, CATEGORY: _category, "frais": _costs,
    "contact_nomme": _contact, "public_precisions": _prose("eligibility", 0.5, 0.52, "parlent de conditions"),
    "frais_precisions": _prose("money", 0.5, 0.55, "ont un prix"),
    "acces_precisions": _prose("", 0.5, 0.0, ""), "mobilisation_precisions": _prose("", 0.5, 0.0, ""),
    "horaires_precisions": _prose("hours", 0.5, 0.0, "parlent d’heures"), "fermetures": _by_title, "familles": _never,
    "institution": _never, "structure_identifiant": _by_title, "reseaux": _networks, "latitude": _never,
    "longitude": _never,
}  # fmt: skip
