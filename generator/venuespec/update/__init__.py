"""The day when the docs change: what an import makes of them, put together as one page for a person."""
