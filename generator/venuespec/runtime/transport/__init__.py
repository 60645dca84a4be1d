"""What carries calls."""
