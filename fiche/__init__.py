"""What a fiche is made of, declared once. Both ``directory`` and ``importers`` read it; it imports nothing."""
