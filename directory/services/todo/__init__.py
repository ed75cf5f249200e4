"""À faire: what waits for whoever may write, kind by kind."""
