"""A fiche saved, checked, shown."""
