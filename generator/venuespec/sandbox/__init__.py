"""A spec as a local HTTP server that behaves like the venue, for the tests of whoever trades there."""
