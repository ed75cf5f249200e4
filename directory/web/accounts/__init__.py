"""Pages of people's access: signing in, one's own account, the accounts an RGC answers for."""
