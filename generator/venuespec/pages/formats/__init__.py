"""Read page formats: one module for each."""
