"""What each figure of steering is called and means, as the pages, the files and the report say it."""

from collections.abc import Mapping

LABELS: Mapping[str, str] = {
    "publiees": "Fiches publiées",
    "sans-responsable": "sans responsable",
    "creees": "Créées",
    "modifiees": "Modifiées",
    "archivees": "Archivées",
    "confirmees": "Confirmées",
    "institutions-actives": "Institutions actives",
    "a-jour": "Fiches à jour",
    "jamais": "Jamais vérifiées",
    "retard-30": "En retard de plus de 30\u00a0jours",
    "retard-60": "de plus de 60\u00a0jours",
    "retard-90": "de plus de 90\u00a0jours",
    "completes": "Fiches complètes",
    "manque-structure": "sans nom de structure",
    "manque-description": "sans description",
    "manque-besoins": "sans besoin",
    "manque-public": "sans public",
    "manque-acces": "sans modalité d’accès",
    "manque-mobilisation": "sans mode de mobilisation",
    "manque-adresse": "sans adresse",
    "manque-contact": "sans contact",
    "manque-horaires": "sans horaires",
    "situees": "Situées sur la carte",
    "loin": "Sans réponse proche",
    "recherches": "Recherches",
    "sans-reponse": "sans réponse",
    "rien-du-tout": "rien du tout",
    "comptes-actifs": "Comptes actifs",
    "feuilles": "Feuilles remises",
    "liens-ouverts": "liens ouverts",
    "liaisons": "Liaisons vers un service",
    "liaisons-antenne": "Liaisons vers une antenne",
    "suites": "Réponses des conseillers",
    "accueillis": "personnes accueillies",
    "sans-place": "pas de place",
    "attente": "attente constatée",
    "signalements-recus": "Reçus",
    "signalements-traites": "Traités",
    "delai": "Délai médian",
    "ouverts-7": "Ouverts depuis plus de 7\u00a0jours",
    "ouverts-21": "depuis plus de 21\u00a0jours",
}

ALONE: Mapping[str, str] = {
    "retard-60": "En retard de plus de 60\u00a0jours",
    "retard-90": "En retard de plus de 90\u00a0jours",
}
"""What those are called where the figure they are a part of is not above them."""

_CELLS = (
    "Toutes institutions. Un besoin dans un territoire, un trimestre, fait une case\u00a0; une case de 1 à 4 se lit "
    "«\u00a0<\u00a05\u00a0» et compte pour 0."
)

_PARTS = (
    "En part des recherches des cases où il peut être dit. Toutes institutions. Un besoin dans un territoire, un "
    "trimestre, fait une case\u00a0; elle est cachée, et laissée hors du calcul, quand ce nombre, ou ce qu’il laisse "
    "des recherches, est de 1 à 4."
)
_OUTCOMES = (
    "Toutes institutions. Un besoin dans un territoire, un trimestre, fait une case\u00a0; elle est dite à partir de "
    "cinq réponses et de deux fiches, et cachée quand une différence avec une autre rendrait un plus petit nombre."
)

MEANINGS: Mapping[str, str] = {
    "publiees": "Fiches publiées et valables ce jour-là.",
    "sans-responsable": "Fiches publiées qu’aucune institution ne tient. En part des fiches publiées.",
    "creees": "Fiches dont la première version est de la période.",
    "modifiees": (
        "Fiches dont une version de la période, après la première, change le contenu. Une fiche modifiée plusieurs "
        "fois compte une fois."
    ),
    "archivees": "Passages d’une fiche aux archives pendant la période.",
    "confirmees": (
        "Confirmations données par une personne pendant la période\u00a0; une fiche confirmée deux fois compte "
        "deux fois."
    ),
    "institutions-actives": (
        "Institutions dont un compte a enregistré ou confirmé une fiche pendant la période, parmi celles qui ont "
        "un compte de mise à jour. Tous territoires, toutes institutions."
    ),
    "a-jour": (
        "Fiches publiées, vérifiées par une personne, dont la date de confirmation n’est pas passée\u00a0: elle "
        "suit le rythme de la fiche, sinon celui de son institution, sinon six mois. En part des fiches publiées."
    ),
    "jamais": "Fiches publiées que personne n’a encore confirmées. En part des fiches publiées.",
    "retard-30": (
        "Fiches publiées dont la date de confirmation est passée depuis plus de 30\u00a0jours. En part des fiches "
        "publiées."
    ),
    "retard-60": (
        "Fiches publiées dont la date de confirmation est passée depuis plus de 60\u00a0jours. En part des fiches "
        "publiées."
    ),
    "retard-90": (
        "Fiches publiées dont la date de confirmation est passée depuis plus de 90\u00a0jours. En part des fiches "
        "publiées."
    ),
    "completes": (
        "Fiches publiées à qui rien ne manque de ce que demande l’annexe\u00a01. En part des fiches publiées."
    ),
    "manque": (
        "Fiches publiées où manque cette information, que demande l’annexe\u00a01. En part des fiches publiées."
    ),
    "situees": (
        "Fiches publiées qui reçoivent sur place et dont un lieu est placé à l’adresse, à la rue ou à la main, en "
        "part de celles qui reçoivent sur place."
    ),
    "loin": (
        "Habitants des communes à plus de 20\u00a0km de toute fiche sur place, tous besoins réunis\u00a0: un "
        "habitant compte une fois par besoin. En part des habitants des départements suivis, autant de fois. "
        "Toutes institutions."
    ),
    "recherches": (
        "Premières pages de résultats, sans tri, ni autre liste, ni carte déplacée\u00a0; au besoin choisi, sinon "
        f"compris, sinon aucun\u00a0: deux besoins comptent chacun. {_CELLS}"
    ),
    "sans-reponse": (f"Recherches dont la liste principale et celle du même besoin sont vides. {_PARTS}"),
    "rien-du-tout": f"Recherches dont toutes les listes sont vides. {_PARTS}",
    "comptes-actifs": (
        "Comptes venus depuis moins de 90\u00a0jours, parmi ceux des institutions qui en ont cinq au moins. Tous "
        "territoires, toutes institutions."
    ),
    "feuilles": (
        "Feuilles affichées pour être remises, une fois pour chaque besoin de leurs fiches et chaque territoire\u00a0: "
        f"celui qui est cherché, sinon celui de la fiche. {_CELLS}"
    ),
    "liens-ouverts": (
        f"Feuilles ouvertes par leur code, une fois pour chaque besoin et chaque territoire de leurs fiches. {_CELLS}"
    ),
    "liaisons": f"Fiches de liaison faites pour un service, comptées comme les feuilles. {_CELLS}",
    "liaisons-antenne": (
        "Fiches de liaison faites pour une antenne, l’accompagnement global compris. Une antenne, un trimestre, "
        "fait une case\u00a0; celles qui ont moins de cinq comptes n’en font qu’une. Une case de 1 à 4 se lit "
        "«\u00a0<\u00a05\u00a0» et compte pour 0. Tous territoires, toutes institutions."
    ),
    "suites": (
        "Réponses à «\u00a0Ce que cela a donné\u00a0», au mois où elles sont données, une fois pour chaque besoin de "
        f"la fiche, dans le territoire de son premier lieu. {_OUTCOMES}"
    ),
    "accueillis": f"Réponses «\u00a0accueilli\u00a0», en part des réponses. {_OUTCOMES}",
    "sans-place": f"Réponses «\u00a0pas de place\u00a0», en part des réponses. {_OUTCOMES}",
    "attente": (
        "Attente médiane des personnes accueillies, où le conseiller l’a dite\u00a0; d’une case, à partir de cinq "
        f"attentes dites. {_OUTCOMES}"
    ),
    "signalements-recus": "Erreurs signalées pendant la période.",
    "signalements-traites": "Signalements réglés ou classés sans suite pendant la période.",
    "delai": "Jours entre le signalement et sa réponse, pour ceux que la période a vu traiter.",
    "ouverts-7": "Signalements sans réponse à la fin de la période, depuis plus de sept jours.",
    "ouverts-21": "Signalements sans réponse à la fin de la période, depuis plus de vingt et un jours.",
}
"""By key; those of what is missing share one."""
