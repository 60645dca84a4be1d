"""What readers of several page formats share: tables, values, limits, prose, error codes, examples."""
