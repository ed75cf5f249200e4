"""Fiches followed: what changed in them, told by mail, stopped by one button."""
