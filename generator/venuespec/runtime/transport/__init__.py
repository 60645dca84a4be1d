"""Transports: objects that carry calls."""
