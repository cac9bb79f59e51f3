"""Sorting names as a Kyrgyz or Russian reader expects: ң after н, ө after о, ү after у, ё as е."""

_AFTER = str.maketrans({"ё": "е", "ң": "н\uffff", "ө": "о\uffff", "ү": "у\uffff"})


def alphabetical(name: str) -> str:
    """A key to sort by, the same for upper and lower case."""
    return name.casefold().translate(_AFTER)
