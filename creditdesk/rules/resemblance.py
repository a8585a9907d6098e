"""Whether two texts differ by one slip of the hand: a character wrong, missing or added, or two neighbours turned."""


def one_slip(one: str, other: str) -> bool:
    """Tell whether one text becomes the other by changing, adding or dropping one character, or turning two round."""
    if one == other or abs(len(one) - len(other)) > 1:
        return False
    start = _shared(one, other)
    end = _shared(one[start:][::-1], other[start:][::-1])
    mine, theirs = one[start : len(one) - end], other[start : len(other) - end]
    return max(len(mine), len(theirs)) <= 1 or (len(mine) == len(theirs) == 2 and mine == theirs[::-1])


def _shared(one: str, other: str) -> int:
    """Return how many characters two texts have in common from their beginnings."""
    for place, (mine, theirs) in enumerate(zip(one, other, strict=False)):
        if mine != theirs:
            return place
    return min(len(one), len(other))
