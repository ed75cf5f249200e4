"""Fiches and searches followed: what changed there, told by mail, stopped by one button."""
