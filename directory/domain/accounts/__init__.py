"""People and machines that have access: what their state, their links and their keys allow."""
