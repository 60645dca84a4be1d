"""Typed clients of exchange REST APIs, one package a venue."""
