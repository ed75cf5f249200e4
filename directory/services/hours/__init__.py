"""Opening hours: intervals for the index, words for people."""
