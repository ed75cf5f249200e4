"""The heading of each kind of message in a report: what the messages grouped under it have in common."""

from collections.abc import Mapping
from types import MappingProxyType

HEADINGS: Mapping[str, str] = MappingProxyType(
    {
        "accents-repares": "Accents lus deux fois, réparés",
        "caractere-perdu": "Caractère illisible",
        "cas-inconnu": "Valeur non prévue par le format",
        "cellules-fusionnees": "Cellules fusionnées, reprises sur chaque ligne",
        "cellule-trop-longue": "Cellule trop longue",
        "code-commune-invalide": "Code INSEE incorrect, laissé de côté",
        "code-postal-invalide": "Code postal incorrect, laissé de côté",
        "colonne-en-double": "Colonne en double",
        "colonnes-absentes": "Colonnes absentes",
        "colonnes-inutilisees": "Colonnes inutilisées",
        "commune-contradictoire": "Commune, code postal et code INSEE qui ne s’accordent pas",
        "commune-comprise": "Commune lue d’un nom court, ou que d’autres portent",
        "commune-deduite": "Commune déduite des coordonnées ou du code postal",
        "commune-incertaine": "Commune à choisir entre plusieurs, fiche gardée sans lieu",
        "commune-inconnue": "Commune inconnue",
        "coordonnees-illisibles": "Coordonnées illisibles, remplacées par le centre de la commune",
        "coordonnees-impossibles": "Coordonnées impossibles, remplacées par le centre de la commune",
        "coordonnees-inversees": "Latitude et longitude inversées, remises dans l’ordre",
        "coordonnees-lointaines": "Coordonnées trop loin de la commune, remplacées par son centre",
        "courriel-invalide": "Adresse mail incorrecte, laissée de côté",
        "courriels-multiples": "Plusieurs adresses mail, la première est gardée",
        "date-illisible": "Date illisible, laissée de côté",
        "deja-importee": "Même contenu qu’une fiche déjà importée, sous un autre identifiant",
        "doublon-exact": "Même contenu qu’une autre ligne, sous un autre identifiant",
        "element-inattendu": "Élément inattendu",
        "encodage-melange": "Encodages mélangés",
        "fax-ecarte": "Numéro de fax, laissé de côté",
        "feuilles-ignorees": "Feuilles ignorées",
        "fermeture-illisible": "Période de fermeture illisible, laissée de côté",
        "fiche-vide": "Ni besoin, ni description, ni contact, ni lieu",
        "fichier-tronque": "Fichier tronqué",
        "horaires-en-texte": "Horaires gardés comme texte",
        "hors-perimetre": "Hors du périmètre de la base",
        "identifiant-contradictoire": "Même identifiant pour des contenus différents",
        "identifiant-d-une-autre-fiche": "Identifiant d’une fiche qui ne ressemble en rien à la ligne",
        "ligne-incomplete": "Cellules manquantes",
        "ligne-trop-longue": "Cellules en trop",
        "perimee": "Fiche qui n’est plus valable",
        "siret-incomplet": "SIREN au lieu d’un SIRET, laissé de côté",
        "siret-invalide": "SIRET faux, laissé de côté",
        "site-invalide": "Adresse de site incorrecte, laissée de côté",
        "sites-multiples": "Plusieurs adresses de site, la première est gardée",
        "structure-absente": "Nom de la structure manquant",
        "telephone-avec-mots": "Mots à côté d’un numéro de téléphone, gardés dans les précisions sur l’accès",
        "telephone-invalide": "Numéro de téléphone incorrect, laissé de côté",
        "telephones-en-trop": "Plus de deux numéros de téléphone",
        "texte-trop-long": "Texte trop long",
        "titre-absent": "Titre du service manquant",
        "titres-plus-bas": "Titres des colonnes plus bas que la première ligne",
        "titres-repetes": "Titres des colonnes répétés, passés",
        "trop-de-lieux": "Trop de lieux ou de zones",
        "valeur-differente": "Valeur différente d’une autre ligne de la même fiche",
        "valeur-inconnue": "Valeur inconnue",
        "valeur-supposee": "Valeur supposée, absente du fichier",
        "zone-ailleurs": "Zone d’intervention qui ne contient pas le lieu de la fiche",
        "zone-inconnue": "Zone d’intervention inconnue, laissée de côté",
    }
)


def heading_of(kind: str) -> str:
    return HEADINGS.get(kind, kind)
