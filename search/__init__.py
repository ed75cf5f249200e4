"""Search: query model, documents, engines, text and places. Imports nothing from directory."""
