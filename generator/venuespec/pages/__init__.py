"""Documentation pages to draft facts.

A reader takes what a page says; what it cannot read it reports, and never guesses.
"""
