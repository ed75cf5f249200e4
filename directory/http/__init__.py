"""One request: who asks, what they may, how long and how often, and what goes wrong."""
