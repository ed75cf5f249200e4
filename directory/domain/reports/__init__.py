"""What people who read a fiche say of it: an error, a resource that is missing, a change they propose."""
