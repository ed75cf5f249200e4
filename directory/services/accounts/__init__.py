"""Accounts: who is invited, how they sign in, what is given to them, what was done."""
