"""Which column of an unknown table is which field of a fiche: contents first, then the name, with reasons in French."""
