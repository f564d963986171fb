"""How sure a pair is: what speaks for and against it over all its places, and what that is worth.

The score is a logistic model: of pairs with scores near s, a share near s is right, both names whole and names at all.
WEIGHTS were fitted in November 2026 by `python -m benchmarks.fit pairs`, which tells on what and how well they hold.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import log2

from glossary.align.readings import Rendering
from glossary.extract.scoring import Features, logistic
from glossary.models import Designation

# Symbols are printed alike in both languages, so that nothing has to be weighed.
SYMBOL = 1.0
WEIGHTS: Mapping[str, float] = {
    "bias": 1.31,
    "count": 0.41,
    "doubt": -2.7,
    "doubtful name": -2.07,
    "edge before": 0.49,
    "found by its English": -1.28,
    "full": 0.74,
    "is body": 0.33,
    "is mission": 0.81,
    "is post": -0.31,
    "is programme": 0.42,
    "is unit": 0.06,
    "joined": 0.34,
    "long": 0.82,
    "lower case": -1.24,
    "lower case, not the": -0.88,
    "of": -0.64,
    "one word": -0.06,
    "one word, cut": -1.22,
    "short form": -0.08,
}

# What stands right before names, and what may: no part of a word.
_EDGES = frozenset(("", *'，。；：、（）()“”"《》〈〉,;: 的和与及由对向在为是使将把给经被'))
_MOST = 8


def score(features: Features) -> float:
    """Return the share of right ones to expect among pairs with these features, in [0, 1]."""
    return logistic(WEIGHTS, features)


def features(
    designation: Designation, renderings: Sequence[Rendering], before: Sequence[str], acronym: str | None
) -> Features:
    """Return what speaks for and against a pair, by name; what is missing is 0.

    `renderings` are its places, `before` the character before the Chinese name in each.
    """
    best = max(renderings, key=lambda one: one.score)
    seen = bool(designation.mentions)
    words = best.last - best.first + 1
    found: dict[str, float] = {
        "bias": 1.0,
        "doubt": 1 - min(1.0, best.score),
        "full": best.score >= 0.97,
        "count": log2(min(len(renderings), _MOST)),
        "lower case": not best.capital,
        "lower case, not the": not best.capital and not best.definite,
        "found by its English": not seen,
        "doubtful name": 1 - designation.score if seen else 0.0,
        "one word": words == 1 and not acronym,
        "long": words > 5,
        "short form": designation.kind in ("short_form", "acronym"),
        "joined": any(joint in designation.text for joint in "和与及、"),
        "edge before": any(one in _EDGES for one in before),
        "one word, cut": words == 1 and best.cut,
        "of": "的" in designation.text,
        f"is {designation.category}": 1.0,
    }
    return {name: float(value) for name, value in found.items() if value}
