"""Every page and state that the other tests of this folder go through."""

STATES: dict[str, str] = {
    "accueil": "/",
    "résultats": "/recherche?q=permis&lieu=Martigues&rayon=20",
    "résultats corrigés": "/recherche?q=pemis+de+conduire&lieu=Martigues",
    "résultats filtrés": "/recherche?q=aide&lieu=Marseille&frais=gratuit&public=jeunes&tri=distance",
    "résultats sans lieu": "/recherche",
    "deuxième page": "/recherche?besoin=logement-abri&page=2",
    "urgence": "/recherche?q=violences+conjugales&lieu=Arles",
    "autre liste": "/recherche?besoin=mobilite-permis&lieu=Martigues&groupe=a-distance",
    "besoin par besoin": "/recherche?q=maman+seule+sans+permis,+cherche+une+crèche&lieu=Martigues",
    "rien": "/recherche?q=zzzzzz&correction=non&lieu=Martigues&frais=gratuit",
    "lieu à choisir": "/recherche?q=permis&lieu=Châteauneuf",
    "valeur fausse": "/recherche?q=permis&public=martiens",
    "lieu pris parmi d’autres": "/recherche?q=permis&lieu=Vitrolles",
    "département": "/recherche?q=permis&lieu=13",
    "lieu inconnu": "/recherche?q=permis&lieu=Qwxzville",
    "fiche": "/ressources/3",
    "fiche d’une autre": "/ressources/42",
    "interlocuteurs": "/interlocuteurs?commune=13056",
    "introuvable": "/nulle-part",
    "aide": "/aide",
    "accessibilité": "/accessibilite",
    "composants": "/composants",
    "API": "/api/v1/docs",
}
ERRORS = frozenset({"valeur fausse", "lieu inconnu", "introuvable"})
"""States answered with an error status, as they should be."""
