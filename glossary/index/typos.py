"""One typing error: a character too many, missing, wrong, or changed places with its neighbour."""

from __future__ import annotations


def one_error(typed: str, meant: str) -> bool:
    """Say whether the two are equal or one error apart.

    >>> one_error("lpan", "plan"), one_error("lan", "plan"), one_error("nalp", "plan")
    (True, True, False)
    """
    if typed == meant:
        return True
    if abs(len(typed) - len(meant)) > 1:
        return False
    start = 0
    shorter = min(len(typed), len(meant))
    while start < shorter and typed[start] == meant[start]:
        start += 1
    rest, wanted = typed[start:], meant[start:]
    swapped = len(rest) > 1 and rest[:2] == wanted[1::-1] and rest[2:] == wanted[2:]
    return swapped or rest[1:] == wanted[1:] or rest[1:] == wanted or rest == wanted[1:]


def part_with_error(typed: str, name: str) -> bool:
    """Say whether a part of the name is at most one error away from what was typed.

    >>> part_with_error("和平行动布", "维持和平行动部"), part_with_error("和平活洞", "维持和平行动部")
    (True, False)
    """
    half = len(typed) // 2
    crossed = typed[: half - 1] + typed[half : half + 1] + typed[half - 1 : half] + typed[half + 1 :]
    if typed[:half] not in name and typed[half:] not in name and crossed not in name:
        return False  # the error is in one half, or changes places across the middle
    sizes = (len(typed), len(typed) - 1, len(typed) + 1)
    return any(one_error(typed, name[at : at + size]) for size in sizes for at in range(max(1, len(name) - size + 1)))


def shortens(short: str, full: str) -> bool:
    """Say whether a Chinese short form may stand for a name: its characters in order, the first and the last the same.

    >>> shortens("维和部", "维持和平行动部"), shortens("和部", "维持和平行动部")
    (True, False)
    """
    return short[0] == full[:1] and short[-1] == full[-1:] and _in_order(short, full)


def half_shortens(short: str, full: str) -> bool:
    """Say whether a name has the characters of a short form in order, and begins or ends with the same.

    >>> half_shortens("建和委", "建设和平委员会"), half_shortens("和委", "建设和平委员会")
    (True, False)
    """
    return (short[0] == full[:1] or short[-1] == full[-1:]) and _in_order(short, full)


def _in_order(short: str, full: str) -> bool:
    rest = iter(full)
    return all(char in rest for char in short)
