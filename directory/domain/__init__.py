"""What the product talks about: frozen dataclasses and pure rules, standard library only."""
