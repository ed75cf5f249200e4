"""À faire: the entrance of whoever may write."""
