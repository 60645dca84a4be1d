"""Facts of real pages rewritten in wordings and layouts that the pages do not have, and what the readers make of them."""
