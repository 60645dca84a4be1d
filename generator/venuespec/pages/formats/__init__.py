"""Page formats: one reader for each."""
