"""venuespec: exchange documentation as a spec, the spec as a typed SDK, two specs as a list of changes."""
