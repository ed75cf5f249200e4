"""Counters, the figures of a period, what is kept of them, the report of the committee."""
