"""Typed places, each with the one that was meant, and how well the resolver does on them."""
