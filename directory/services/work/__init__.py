"""Long work: jobs, and the processes that own them."""
