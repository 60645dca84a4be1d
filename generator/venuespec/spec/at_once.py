"""Say how much must leave the pages in one step for another layout to be likelier than a change of the venue."""

FEW = 3
_MANY = 5  # a fifth


def is_many(lost: int, had: int) -> bool:
    """Tell whether a fifth or more of what was there is lost, and at least three, or all."""
    return lost * _MANY >= had and lost >= min(FEW, had)
