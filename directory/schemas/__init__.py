"""Wire to domain and back (marshmallow)."""
