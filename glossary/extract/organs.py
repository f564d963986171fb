"""The one closed list of names: organs, funds, programmes, agencies and missions of the United Nations, and observers.

Their names hold words that split (经济及社会理事会) or end in no head, and their short forms stand undeclared in any
document of the system. No units, no posts: those are found. The list is `organs.tsv`; several names in a cell are
parted by blanks. `source` is the organ's own site; `charter` the Charter of the United Nations, articles 7, 29 and 47;
`observers` the list of intergovernmental organizations that take part in the General Assembly as observers
(A/INF/75/3).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from importlib.resources import files

from glossary.models import CATEGORIES, Category


@dataclass(frozen=True, slots=True)
class Organ:
    """An organ or mission with its full forms, the preferred one first, its short forms, and the source of both."""

    category: Category
    names: tuple[str, ...]
    shorts: tuple[str, ...]
    source: str


_CATEGORIES: Mapping[str, Category] = {category: category for category in CATEGORIES}


def _organ(line: str) -> Organ:
    category, name, others, shorts, source = line.split("\t")
    return Organ(_CATEGORIES[category], (name, *others.split()), tuple(shorts.split()), source)


_LINES = files(__package__).joinpath("organs.tsv").read_text("utf-8").splitlines()[1:]
ORGANS: tuple[Organ, ...] = tuple(map(_organ, _LINES))
FULL_FORMS: Mapping[str, Category] = {name: organ.category for organ in ORGANS for name in organ.names}
SHORT_FORMS: Mapping[str, str] = {short: organ.names[0] for organ in ORGANS for short in organ.shorts}
