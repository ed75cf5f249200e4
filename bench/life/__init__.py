"""Eighteen months of a département, lived in minutes: who confirms, who forgets, who leaves, and what is then true."""
