"""What is counted of the use of the base, over which periods, and what may be shown of it."""
