"""What people say of fiches: told, answered, told again when nobody answers."""
