"""Files that become fiches: planned, applied by slices, reported, undone."""
