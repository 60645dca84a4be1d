"""Compare two states of a venue: a list of changes, judged for the wire and for users of the SDK."""
