"""Town names inside a sentence, numbers, ages, distances, and the typography of what is printed."""

import pytest

from search.text.french import (
    NBSP,
    ago,
    around,
    city_of,
    counted,
    distance_in_words,
    in_town,
    kept_together,
    name_in_print,
    number_in_words,
    of_proper_name,
    of_town,
    typeset,
)


@pytest.mark.parametrize(
    "name, at, of",
    [
        ("Arles", "à Arles", "d’Arles"),
        ("Gardanne", "à Gardanne", "de Gardanne"),
        ("Aix-en-Provence", "à Aix-en-Provence", "d’Aix-en-Provence"),
        ("Éguilles", "à Éguilles", "d’Éguilles"),
        ("Hyères", "à Hyères", "d’Hyères"),
        ("Hautes-Duyes", "à Hautes-Duyes", "de Hautes-Duyes"),
        ("Uzès", "à Uzès", "d’Uzès"),
        ("La Ciotat", "à La Ciotat", "de La Ciotat"),
        ("Le Puy-Sainte-Réparade", "au Puy-Sainte-Réparade", "du Puy-Sainte-Réparade"),
        ("Les Pennes-Mirabeau", "aux Pennes-Mirabeau", "des Pennes-Mirabeau"),
        ("L'Isle-sur-la-Sorgue", "à L’Isle-sur-la-Sorgue", "de L’Isle-sur-la-Sorgue"),
        ("Berre-l'Étang", "à Berre-l’Étang", "de Berre-l’Étang"),
        ("Hérouville-Saint-Clair", "à Hérouville-Saint-Clair", "d’Hérouville-Saint-Clair"),
        ("Hénin-Beaumont", "à Hénin-Beaumont", "d’Hénin-Beaumont"),
        ("Herblay-sur-Seine", "à Herblay-sur-Seine", "d’Herblay-sur-Seine"),
        ("Haguenau", "à Haguenau", "de Haguenau"),
        ("Honfleur", "à Honfleur", "de Honfleur"),
        ("Houilles", "à Houilles", "de Houilles"),
        ("Hem", "à Hem", "de Hem"),
        ("Huningue", "à Huningue", "de Huningue"),
        ("Le Havre", "au Havre", "du Havre"),
        ("Évry-Courcouronnes", "à Évry-Courcouronnes", "d’Évry-Courcouronnes"),
        ("Saintes-Maries-de-la-Mer", "aux Saintes-Maries-de-la-Mer", "des Saintes-Maries-de-la-Mer"),
        ("Lescure", "à Lescure", "de Lescure"),
        ("Marseille 16e Arrondissement", "à Marseille 16ᵉ", "de Marseille 16ᵉ"),
    ],
)
def test_a_town_contracts_its_article_or_elides_the_preposition(name: str, at: str, of: str) -> None:
    assert in_town(name) == at
    assert of_town(name) == of
    assert around(name) == f"autour {of}"


@pytest.mark.parametrize(
    "name, of",
    [
        ("Les Tamaris", "des Tamaris"),
        ("Le Romarin", "du Romarin"),
        ("La Garance", "de la Garance"),
        ("L'Olivette", "de l’Olivette"),
    ],
)
def test_the_article_of_a_proper_name_is_not_part_of_it(name: str, of: str) -> None:
    assert of_proper_name(name) == of


@pytest.mark.parametrize(
    "plain, printed",
    [
        ("l'aide", "l’aide"),
        ("Venir : oui ; non ! si ?", f"Venir{NBSP}: oui{NBSP}; non{NBSP}! si{NBSP}?"),
        ("le lot « premier logement »", f"le lot «{NBSP}premier logement{NBSP}»"),
        ("30 à 90 € selon ressources", f"30 à 90{NBSP}€ selon ressources"),
        ("Jusqu'à 12 000 €", f"Jusqu’à 12{NBSP}000{NBSP}€"),
        ("avant 12 h 45.", f"avant 12{NBSP}h{NBSP}45."),
        ("10 à 20 % du prix", f"10 à 20{NBSP}% du prix"),
        ("de 18 à 25 m², pour", f"de 18 à 25{NBSP}m², pour"),
        ("24 heures", "24 heures"),
        ("le 116 117", "le 116 117"),
    ],
)
def test_text_gets_the_spaces_and_apostrophes_of_print(plain: str, printed: str) -> None:
    assert typeset(plain) == printed
    assert typeset(printed) == printed


def test_an_arrondissement_is_its_city() -> None:
    assert city_of("Marseille 3e Arrondissement") == "Marseille"
    assert city_of("Aubagne") == "Aubagne"


@pytest.mark.parametrize(
    "name, printed",
    [
        ("Marseille 1er Arrondissement", "Marseille 1ᵉʳ"),
        ("Marseille 16e Arrondissement (13)", "Marseille 16ᵉ (13)"),
        ("Métropole d'Aix-Marseille-Provence", "Métropole d’Aix-Marseille-Provence"),
    ],
)
def test_a_name_is_printed_with_curly_apostrophes_and_short_arrondissements(name: str, printed: str) -> None:
    assert name_in_print(name) == printed


def test_numbers_keep_their_thousands_together_and_zero_is_singular() -> None:
    assert number_in_words(10000) == "10\u202f000"
    assert counted(0, "fiche", "fiches") == f"0{NBSP}fiche"
    assert counted(1, "fiche", "fiches") == f"1{NBSP}fiche"
    assert counted(2093, "fiche", "fiches") == f"2\u202f093{NBSP}fiches"


@pytest.mark.parametrize(
    "km, said",
    [
        (0.0, "50_m"), (0.34, "350_m"), (0.96, "950_m"), (0.98, "1_km"), (0.999, "1_km"),
        (1.0, "1_km"), (4.23, "4,2_km"), (9.99, "10_km"), (33.31, "33_km"),
    ],
)  # fmt: skip
def test_distances_are_said_as_people_do(km: float, said: str) -> None:
    assert distance_in_words(km) == said.replace("_", NBSP)


@pytest.mark.parametrize(
    "days, said",
    [
        (0, "aujourd’hui"), (1, "hier"), (12, "il y a 12_jours"), (20, "il y a 2_semaines"), (30, "il y a un mois"),
        (36, "il y a 5_semaines"), (54, "il y a 7_semaines"), (60, "il y a 2_mois"), (75, "il y a 2_mois"),
        (400, "il y a 13_mois"), (640, "il y a près de 2_ans"), (729, "il y a près de 2_ans"),
        (800, "il y a 2_ans"), (1000, "il y a près de 3_ans"),
    ],
)  # fmt: skip
def test_ages_are_said_as_people_do(days: int, said: str) -> None:
    assert ago(days) == said.replace("_", NBSP)


def test_no_age_counts_one_of_something() -> None:
    assert not [days for days in range(3000) if f" 1{NBSP}" in ago(days)]


def test_a_sign_stays_with_the_word_before_it() -> None:
    assert kept_together("un employeur : bus, « permis » ? 10 %") == (
        f"un employeur{NBSP}: bus, «{NBSP}permis{NBSP}»{NBSP}? 10{NBSP}%"
    )
