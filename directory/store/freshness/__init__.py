"""When fiches are to be confirmed, and who was asked."""
