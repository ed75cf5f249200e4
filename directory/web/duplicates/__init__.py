"""Pages of the fiches that look alike."""
