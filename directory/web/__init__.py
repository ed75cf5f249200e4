"""Pages: one blueprint per group of pages."""
