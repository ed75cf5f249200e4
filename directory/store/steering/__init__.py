"""What was counted, and what is kept of each quarter."""
