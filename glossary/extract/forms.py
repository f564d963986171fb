"""How a short form goes with a full one, by their characters alone."""

from __future__ import annotations


def runs_through(short: str, full: str) -> bool:
    """Tell whether the characters of a short form run through its full form in order.

    >>> runs_through("维和部", "维持和平行动部"), runs_through("安保部", "管理事务部")
    (True, False)
    """
    rest = iter(full)
    return len(short) < len(full) and all(character in rest for character in short)
