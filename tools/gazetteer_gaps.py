"""What no published package tells: points typed by hand, towns that bear another name than their commune."""

from collections.abc import Mapping

# The four communes left Neussargues en Pinatelle in 2025: no outline is published with them yet. Points inside the
# outlines they had as "communes déléguées".
BY_HAND: Mapping[str, tuple[float, float]] = {
    "15031": (45.1065, 2.9536),  # Celles
    "15035": (45.1622, 2.9323),  # Chalinargues
    "15047": (45.1638, 2.8822),  # Chavagnac
    "15171": (45.1808, 2.9756),  # Sainte-Anastasie
    # Islands without a town of 500 inhabitants in GeoNames: the main village or the airfield, to a few kilometres.
    "98711": (-17.35, -145.51),  # Anaa
    "98713": (-15.25, -146.62),  # Arutua
    "98716": (-16.05, -145.66),  # Fakarava
    "98717": (-15.82, -140.89),  # Fangatau
    "98718": (-10.51, -138.68),  # Fatu-Hiva
    "98720": (-18.07, -140.95),  # Hao
    "98721": (-17.54, -142.61),  # Hikueru
    "98726": (-16.58, -143.66),  # Makemo
    "98727": (-14.44, -146.07),  # Manihi
    "98728": (-16.43, -152.24),  # Maupiti
    "98730": (-14.18, -141.27),  # Napuka
    "98732": (-19.28, -138.77),  # Nukutavake
    "98737": (-14.81, -138.81),  # Pukapuka
    "98739": (-23.87, -147.66),  # Raivavae
    "98740": (-14.95, -147.66),  # Rangiroa
    "98741": (-27.62, -144.33),  # Rapa
    "98743": (-22.65, -152.80),  # Rimatara
    "98745": (-16.58, -151.49),  # Tahaa
    "98746": (-9.94, -139.11),  # Tahuata
    "98749": (-14.46, -145.03),  # Takaroa
    "98750": (-16.78, -151.41),  # Taputapuatea
    "98751": (-17.36, -138.45),  # Tatakoto
    "98755": (-20.79, -138.57),  # Tureia
    "98756": (-8.94, -139.55),  # Ua-Huka
    "98757": (-9.36, -140.05),  # Ua-Pou
    "98806": (-21.66, 165.77),  # Farino
    "98833": (-21.40, 165.83),  # Kouaoua
}

# Overseas communes that bear another name than the town GeoNames knows there.
OVERSEAS_TOWNS: Mapping[str, str] = {
    "97501": "Miquelon",
    "97701": "Gustavia",
    "97801": "Marigot",
    "98612": "Leava",
    "98613": "Mata-Utu",
    "98714": "Vaitape",
    "98719": "Rikitea",
    "98722": "Tiarei",
    "98723": "Atuona",
    "98724": "Fare",
    "98729": "Afareaitu",
    "98731": "Taiohae",
    "98734": "Papao",
    "98742": "Tapuarava",
    "98744": "Moerai",
    "98747": "Afaahiti",
    "98748": "Vairao",
    "98752": "Otutara",
    "98753": "Mataura",
    "98754": "Tevaitoa",
    "98801": "Wala",
    "98809": "Vao",
    "98810": "Kaala-Gomén",
    "98814": "Wé",
    "98815": "Tadine",
    "98817": "Mont-Dore",
    "98820": "Fayaoué",
    "98832": "Yaté-Barrage",
}
GEONAMES_COUNTRIES: Mapping[str, str] = {
    "PM": "975", "BL": "977", "MF": "978", "WF": "986", "PF": "987", "NC": "988",
}  # fmt: skip
