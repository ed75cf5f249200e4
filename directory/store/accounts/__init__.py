"""Repositories of accounts, of how people sign in, of what they did."""
