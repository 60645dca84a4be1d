"""Rate limits kept on this side."""
