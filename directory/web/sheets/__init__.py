"""*Feuille pour la personne*: one value, shown on a page, by its link, in a PDF, a mail and a short message."""
