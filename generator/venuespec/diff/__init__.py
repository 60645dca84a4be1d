"""Two states of a venue's spec to a list of changes, each judged for callers of the wire and for users of the SDK."""
