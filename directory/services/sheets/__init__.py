"""Sheets handed to people: the link that gives one again, held by nobody but who holds the paper."""
