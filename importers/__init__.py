"""Files to drafts: one module per format."""
