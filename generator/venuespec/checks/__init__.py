"""Judgements on a spec: what is wrong, what is open, what awaits review, and what its rules make of a request."""
