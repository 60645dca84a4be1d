"""Serve a spec as a local HTTP server that behaves like the venue, to test trading programs."""
