"""Who owns the demonstration fiches: public bodies of the territory, and associations that do not exist."""

from directory.domain.institution import Institution

_DEPARTMENT_NAMES = {
    "13": "Conseil départemental des Bouches-du-Rhône",
    "83": "Conseil départemental du Var",
    "84": "Conseil départemental de Vaucluse",
    "30": "Conseil départemental du Gard",
    "04": "Conseil départemental des Alpes-de-Haute-Provence",
}

INSTITUTIONS: tuple[Institution, ...] = (
    Institution("pole-emploi", "Pôle emploi", "signataire"),
    Institution("cd13", _DEPARTMENT_NAMES["13"], "signataire"),
    *(
        Institution(f"cd{code}", name, partner_of="pole-emploi", verification_months=12)
        for code, name in _DEPARTMENT_NAMES.items()
        if code != "13"
    ),
    Institution("caf-13", "Caisse d’allocations familiales des Bouches-du-Rhône", partner_of="cd13"),
    Institution("cpam-13", "Caisse primaire d’assurance maladie des Bouches-du-Rhône", partner_of="cd13"),
    Institution("metropole-amp", "Métropole Aix-Marseille-Provence", partner_of="cd13"),
    Institution(
        "accm", "Communauté d’agglomération Arles-Crau-Camargue-Montagnette", partner_of="cd13", verification_months=9
    ),
    Institution("ccas-marseille", "CCAS de Marseille", partner_of="cd13"),
    Institution("ccas-aix", "CCAS d’Aix-en-Provence", partner_of="cd13"),
    Institution("ccas-arles", "CCAS d’Arles", partner_of="cd13"),
    Institution("ccas-13", "Réseau des CCAS de Provence", partner_of="cd13"),
    Institution("missions-locales", "Réseau des missions locales de Provence", partner_of="pole-emploi"),
    Institution("reseau-solidaire", "Fédération Entraide et Durance", partner_of="cd13", verification_months=12),
    Institution("toits-solidaires", "Union Toits solidaires de Provence", partner_of="cd13"),
    Institution("mobilites-provence", "Collectif Mobilités de Provence", partner_of="pole-emploi"),
    Institution("sante-partagee", "Groupement Santé partagée", partner_of="cd13", verification_months=12),
)

CODES = frozenset(institution.code for institution in INSTITUTIONS)

_CITY_CENTRES = {"13055": "ccas-marseille", "13001": "ccas-aix", "13004": "ccas-arles"}
_INTERCOMMUNALITIES = {"200054807": "metropole-amp", "241300417": "accm"}


def owner(rule: str, *, department: str, city: str, epci: str) -> str:
    """Return the institution that a rule of ``structures.toml`` means in a town; the département where there is none.

    city   INSEE code, that of the whole city for an arrondissement.
    """
    if rule == "intercommunalite":
        code = _INTERCOMMUNALITIES.get(epci, "")
    elif rule == "ccas":
        code = _CITY_CENTRES.get(city, f"ccas-{department}")
    else:
        code = rule.format(dep=department)
    return code if code in CODES else f"cd{department}"
