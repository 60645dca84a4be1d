"""One conformance suite for every carrier: byte scripts as data, played by a raw server, with the expected results."""
