"""The SDK's hand-written core, the same for every venue.

It lives in the tool's tree and is copied byte for byte to ``venues/_runtime``. It imports nothing of the tool, and
knows no venue: everything that differs between venues arrives as a ``Venue`` value.
"""
