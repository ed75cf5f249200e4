"""Writing fiches: the form, its preview, archiving."""
