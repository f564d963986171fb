"""What a document says of two names, as it was read, and which of all that stands."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from glossary.extract.spans import Span
from glossary.models import RelationType

_RANK_ORDER = {"秘书处": 7, "部": 6, "厅": 5, "办公室": 4, "司": 4, "处": 3, "科": 2, "股": 1, "组": 0, "小组": 0}


@dataclass(frozen=True, slots=True)
class Statement:
    """A relation as read: of the name `subject` to the name `target`, said at `span`; a weak one gives way."""

    type: RelationType
    subject: str
    target: str
    span: Span
    weak: bool = False


def settled(found: Sequence[Statement]) -> list[Statement]:
    """Keep one of each statement; a weak one only where nothing else is said, and by whom the head answers to."""
    sure = {(statement.type, statement.subject) for statement in found if not statement.weak}
    answers = {statement.subject: statement.target for statement in reversed(found) if statement.type == "reports_to"}
    headed = {statement.target: statement.subject for statement in reversed(found) if statement.type == "heads"}
    unit_of = {statement.subject: statement.target for statement in reversed(found) if statement.type == "heads"}
    headed_surely = {statement.target for statement in found if statement.type == "heads" and not statement.weak}
    seen: set[tuple[str, str, str]] = set()
    result = []
    for statement in found:
        if statement.weak and statement.type == "heads":
            if statement.target in headed_surely:
                continue
        elif statement.weak:
            if (statement.type, statement.subject) in sure:
                continue
            above = unit_of.get(answers.get(headed.get(statement.subject, ""), ""))
            if above is not None and above != statement.subject and is_higher(above, statement.subject):
                statement = replace(statement, target=above)
        key = (statement.type, statement.subject, statement.target)
        if key not in seen:
            seen.add(key)
            result.append(statement)
    return result


def is_higher(whole: str, part: str) -> bool:
    """Tell whether a unit can hold another, by what they are called: no 科 holds a 处; a 办公室 may be of any level.

    >>> is_higher("外勤部", "后勤处"), is_higher("总部办公室", "外勤部"), is_higher("总部办公室", "后勤处")
    (True, False, True)
    """
    order = [next((rank for head, rank in _RANK_ORDER.items() if name.endswith(head)), None) for name in (whole, part)]
    if order[0] is None or order[1] is None:
        return True
    office = whole.endswith("办公室") and order[1] < _RANK_ORDER["部"]
    return order[0] > order[1] or office or part.endswith("办公室")
