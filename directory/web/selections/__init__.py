"""Ma sélection: fiches added from lists, fiches and the map; put in order, read again."""
