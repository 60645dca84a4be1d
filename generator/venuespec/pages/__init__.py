"""Turn documentation pages into draft facts.

A reader reports the parts of a page that it cannot read, and never guesses.
"""
