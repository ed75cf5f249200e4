"""The 106 criteria of RGAA 4.1 as judged on this site, for the accessibility statement.

A verdict is ``C`` (met), ``NC`` (not met), ``NT`` (not tried yet), ``NA`` (nothing of the kind on the site). A note
says how it was checked, or what is missing. When a page changes, its criteria are judged again and ``JUDGED_ON`` moves.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from search.text.french import day_in_words


@dataclass(frozen=True, slots=True)
class Criterion:
    number: str
    subject: str
    verdict: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Theme:
    label: str
    criteria: tuple[Criterion, ...]


@dataclass(frozen=True, slots=True)
class StatementView:
    """``percent``: of the criteria that apply and were tried, those met.

    contact        a mail address or the address of a form, empty when the operator gave none; ``contact_url`` opens it.
    """

    themes: tuple[Theme, ...]
    met: int
    applying: int
    percent: int
    unmet: tuple[Criterion, ...]
    untried: tuple[Criterion, ...]
    judged_on: str
    pages: tuple[str, ...]
    contact: str
    contact_url: str
    defender: Mapping[str, str]


VERDICTS = {"C": "conforme", "NC": "non conforme", "NT": "non testé", "NA": "non applicable"}
JUDGED_ON = date(2026, 11, 30)
PAGES = (
    "accueil", "résultats (avec et sans lieu, filtrés, corrigés, vides, deuxième page, autre liste)",
    "numéros d’urgence", "lieu à choisir", "valeur fausse", "fiche", "page introuvable", "aide",
    "déclaration d’accessibilité", "documentation de l’API",
)  # fmt: skip
"""What was tried, the same states as the tests in a browser."""
DEFENDER = {
    "écrire un message au Défenseur des droits": "https://formulaire.defenseurdesdroits.fr/",
    "contacter le délégué du Défenseur des droits dans votre région": "https://www.defenseurdesdroits.fr/saisir/delegues",
}


def _theme(label: str, number: int, *lines: str) -> Theme:
    """Read lines "verdict | subject | note" as the criteria of a theme, numbered in order."""
    criteria = []
    for rank, line in enumerate(lines, start=1):
        verdict, subject, *note = (part.strip() for part in line.split("|"))
        criteria.append(Criterion(f"{number}.{rank}", subject, verdict, note[0] if note else ""))
    return Theme(label, tuple(criteria))


THEMES: tuple[Theme, ...] = (
    _theme(
        "Images", 1,
        "C | Chaque image porteuse d’information a une alternative textuelle | Captures de l’aide\u00a0: attribut alt.",
        "C | Chaque image de décoration est ignorée | Icônes masquées, toujours à côté d’un mot.",
        "C | L’alternative est pertinente",
        "NA | Image servant de test (CAPTCHA)",
        "NA | CAPTCHA\u00a0: autre solution",
        "C | Description détaillée quand il en faut une | Le texte de l’aide dit ce que montrent les captures.",
        "C | Description détaillée pertinente",
        "C | Pas d’image de texte remplaçable | Les captures de l’aide sont des exemples.",
        "NA | Légendes d’images",
    ),
    _theme(
        "Cadres", 2,
        "NA | Chaque cadre a un titre",
        "NA | Titre de cadre pertinent",
    ),
    _theme(
        "Couleurs", 3,
        "C | L’information n’est pas donnée que par la couleur | Ouvert, fermé, à vérifier\u00a0: dit en mots.",
        "C | Contraste du texte d’au moins 4,5 | Vérifié par axe dans les deux thèmes.",
        "C | Contraste des composants d’au moins 3 | Jetons de couleur contrôlés par un test.",
    ),
    _theme(
        "Multimédia", 4,
        "NA | Média temporel\u00a0: transcription ou audiodescription",
        "NA | Transcription ou audiodescription pertinente",
        "NA | Média synchronisé\u00a0: sous-titres",
        "NA | Sous-titres pertinents",
        "NA | Média temporel\u00a0: audiodescription synchronisée",
        "NA | Audiodescription pertinente",
        "NA | Média temporel clairement identifiable",
        "NA | Média non temporel\u00a0: alternative",
        "NA | Alternative pertinente",
        "NA | Son déclenché automatiquement contrôlable",
        "NA | Média temporel\u00a0: contrôlable au clavier et au pointeur",
        "NA | Média non temporel\u00a0: contrôlable au clavier et au pointeur",
        "NA | Média compatible avec les technologies d’assistance",
    ),
    _theme(
        "Tableaux", 5,
        "NA | Tableau complexe\u00a0: résumé",
        "NA | Résumé pertinent",
        "NA | Tableau de mise en forme",
        "C | Le titre est associé au tableau | Horaires de la semaine, critères de cette page\u00a0: caption.",
        "C | Titre du tableau pertinent",
        "C | En-têtes déclarés | th avec scope.",
        "C | Cellules associées à leurs en-têtes",
        "NA | Tableau de mise en forme\u00a0: éléments propres aux données",
    ),
    _theme(
        "Liens", 6,
        "C | Chaque lien est explicite | Complété par un texte masqué quand le contexte manque.",
        "C | Chaque lien a un intitulé",
    ),
    _theme(
        "Scripts", 7,
        "NT | Scripts compatibles avec les technologies d’assistance | Essayé au clavier et par axe\u00a0; pas encore "
        "avec NVDA, JAWS ni VoiceOver.",
        "NA | Alternative à un script pertinente",
        "C | Scripts utilisables au clavier | Douze tâches faites au clavier par un test.",
        "NC | Changement de contexte annoncé ou demandé | Choisir dans une liste de tri ou de jour met la liste à jour "
        "aussitôt\u00a0: le changement est annoncé, mais pas avant.",
        "C | Messages de statut restitués | Nombre de résultats et suggestions\u00a0: role=status.",
    ),
    _theme(
        "Éléments obligatoires", 8,
        "C | Type de document",
        "C | Code source valide | Balises fermées, identifiants uniques\u00a0: test.",
        "C | Langue par défaut | lang=\"fr\".",
        "C | Code de langue pertinent",
        "C | Titre de page",
        "C | Titre de page pertinent | Ce qui est cherché, le nombre de ressources, la page de la liste\u00a0: test.",
        "NA | Changements de langue indiqués | Aucun passage n’est dans une autre langue.",
        "NA | Code de changement de langue valide",
        "C | Pas de balise pour la seule présentation",
        "NA | Sens de lecture",
    ),
    _theme(
        "Structure", 9,
        "C | Titres hiérarchisés | Vérifié par un test sur chaque page.",
        "C | Structure du document (header, nav, main, footer)",
        "C | Listes structurées",
        "NA | Citations",
    ),
    _theme(
        "Présentation", 10,
        "C | Présentation par feuilles de styles",
        "C | Contenu visible sans styles",
        "C | Ordre compréhensible sans styles",
        "C | Texte agrandi à 200\u00a0% | Vérifié à 400\u00a0%.",
        "C | Couleurs de fond et de texte déclarées ensemble",
        "C | Liens visibles dans le texte | Soulignés.",
        "C | Prise de focus visible | Vérifié par un test à chaque arrêt de Tab.",
        "C | Contenus cachés correctement ignorés ou restitués",
        "C | Information pas donnée que par la forme ou la position",
        "C | Même chose, mise en œuvre pertinente",
        "C | Pas de défilement horizontal à 320 px | Vérifié par un test.",
        "C | Espacement du texte modifiable",
        "NA | Contenus au survol contrôlables",
        "C | Contenus affichés par styles atteignables au clavier",
    ),
    _theme(
        "Formulaires", 11,
        "C | Chaque champ a une étiquette",
        "C | Étiquette pertinente",
        "C | Étiquettes cohérentes",
        "C | Étiquette et champ accolés",
        "C | Champs de même nature regroupés | fieldset par filtre.",
        "C | Regroupement légendé",
        "C | Légende pertinente",
        "NA | Listes de choix regroupées",
        "C | Intitulé de bouton pertinent",
        "C | Contrôle de saisie pertinent | Message lié au champ, avec ou sans script, et en haut de page\u00a0: test.",
        "C | Suggestions de correction | Communes proches, «\u00a0vouliez-vous dire\u00a0».",
        "NA | Données juridiques ou financières modifiables",
        "NA | Finalité d’un champ sur l’utilisateur",
    ),
    _theme(
        "Navigation", 12,
        "C | Deux systèmes de navigation | Moteur de recherche et liste des besoins.",
        "C | Menu à la même place",
        "NA | Plan du site\u00a0: pertinence",
        "NA | Plan du site\u00a0: accès",
        "C | Moteur de recherche atteignable de manière identique | Lien «\u00a0Rechercher\u00a0» sur chaque page.",
        "C | Zones de regroupement évitables ou atteignables",
        "C | Lien d’accès rapide au contenu | Et aux résultats, aux filtres\u00a0; la carte peut être passée.",
        "C | Ordre de tabulation cohérent",
        "C | Pas de piège au clavier",
        "NA | Raccourcis d’une seule touche",
        "C | Contenus additionnels atteignables au clavier",
    ),
    _theme(
        "Consultation", 13,
        "NA | Limite de temps",
        "C | Pas de nouvelle fenêtre sans action",
        "NA | Documents bureautiques\u00a0: version accessible",
        "NA | Version accessible équivalente",
        "NA | Contenu cryptique",
        "NA | Contenu cryptique\u00a0: alternative",
        "C | Pas d’effet de flash",
        "C | Contenus en mouvement contrôlables | Aucun mouvement si le système le demande.",
        "C | Consultation quelle que soit l’orientation",
        "C | Pas de geste complexe obligatoire | La carte a des boutons\u00a0; tout est aussi dans la liste.",
        "C | Action annulable au pointeur",
        "NA | Mouvement de l’appareil",
    ),
)  # fmt: skip


def statement_view(contact: str) -> StatementView:
    every = [criterion for theme in THEMES for criterion in theme.criteria]
    met = sum(criterion.verdict == "C" for criterion in every)
    unmet = tuple(criterion for criterion in every if criterion.verdict == "NC")
    applying = met + len(unmet)
    untried = tuple(criterion for criterion in every if criterion.verdict == "NT")
    address = contact if contact.startswith(("https://", "http://")) else f"mailto:{contact}" if contact else ""
    judged_on = f"{day_in_words(JUDGED_ON)} {JUDGED_ON.year}"
    return StatementView(
        THEMES, met, applying, 100 * met // applying, unmet, untried, judged_on, PAGES, contact, address,
        DEFENDER,
    )  # fmt: skip
