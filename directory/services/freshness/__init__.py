"""Fiches kept true: when each falls due, who is asked, what is mailed."""
