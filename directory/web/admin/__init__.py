"""Pages of administrators: the trail of acts, the queue of mails, long work."""
