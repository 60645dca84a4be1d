"""Parse what page formats share: tables, values, limits, prose, error codes, examples."""
