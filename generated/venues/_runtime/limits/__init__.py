"""Client-side rate limits."""
