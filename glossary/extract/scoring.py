"""How sure a designation is: what speaks for and against it, and what that is worth.

The score is a logistic model: of designations with scores near s, a share near s is right. WEIGHTS were fitted in
November 2026 by `python -m benchmarks.fit`, which tells on what; on text that neither rules nor weights were tuned on
the expected calibration error is 0.02.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import exp, log2

from glossary.extract import patterns, words
from glossary.extract.spans import Span
from glossary.models import Category, Mention, TermKind

Features = Mapping[str, float]

# Symbols are told by their form; on the annotated documents this share of them is right.
SYMBOL = 0.98
WEIGHTS: Mapping[str, float] = {
    "bare": 1.95,
    "bare in one paragraph": -2.09,
    "bias": 2.17,
    "count": 1.21,
    "defined": 1.64,
    "doubtful": -1.51,
    "doubtful in one paragraph": 0.36,
    "edge after": -0.1,
    "edge before": 0.52,
    "heading": -0.34,
    "is body": 0.13,
    "is mission": -0.6,
    "is post": 0.54,
    "is programme": 1.88,
    "is unit": 0.21,
    "joined": 0.16,
    "known": 3.01,
    "led": 0.55,
    "listed": 0.44,
    "long": 0.66,
    "nested only": -0.85,
    "one paragraph": -1.16,
    "outer": -1.05,
    "owner": 0.79,
    "prefix": 0.82,
    "ranked": 0.21,
    "short": -0.27,
    "tiny": -0.53,
    "told": 2.05,
    "unsupported": 2.82,
    "verb first": -0.86,
    "weak programme": -1.96,
}

_EDGES = frozenset('，。；：、（）()“”"《》,;: 的')
_FOLLOWS = frozenset("由的将应可须负设下和与及、，。；：（）()对向在为是也还并就")
_JOINS = ("、", "和", "与", "及")


@dataclass(frozen=True, slots=True)
class Evidence:
    """What is known of a designation: its name, its places, and what the document says of it."""

    text: str
    category: Category
    kind: TermKind
    mentions: Sequence[Mention]
    spans: Sequence[Span]
    heading: bool = False
    defined: bool = False
    told: bool = False
    doubtful: bool = False


def score(features: Features) -> float:
    """Return the share of right ones to expect among designations with these features, in [0, 1]."""
    return logistic(WEIGHTS, features)


def logistic(weights: Mapping[str, float], features: Features) -> float:
    """Return what features are worth by weights, in [0, 1], to two digits.

    >>> logistic({"bias": 2.0}, {"bias": 1.0, "unknown": 5.0}), logistic({}, {})
    (0.88, 0.5)
    """
    total = sum(weights.get(name, 0.0) * value for name, value in features.items())
    return round(1 / (1 + exp(-max(-30.0, min(30.0, total)))), 2)


def features(evidence: Evidence, texts: Sequence[str]) -> Features:
    """Return what speaks for and against a designation, by name; what is missing is 0."""
    own = [mention for mention in evidence.mentions if not mention.nested]
    around = [_around(mention, texts) for mention in own]
    head = evidence.spans[0].head if evidence.spans else ""
    listed = any(before in _JOINS or after in _JOINS for before, after in around)
    owned = any(span.owner for span in evidence.spans)
    supported = evidence.heading or evidence.defined or evidence.told or listed or owned or len(own) > 1
    alone = len(texts) == 1
    known = any(span.fixed for span in evidence.spans)
    outer = head.endswith(patterns.OUTER_HEADS) and not head.endswith("办公室") and not known
    unsupported = outer and not supported
    if evidence.doubtful or (unsupported and alone):
        return {"doubtful": 1.0, **({"doubtful in one paragraph": 1.0} if alone else {})}
    if unsupported:
        return {"unsupported": 1.0}
    text = evidence.text
    bare = text == head and text in patterns.BARE_NAMES
    found: dict[str, float] = {
        "bias": 1.0,
        "one paragraph": alone,
        f"is {evidence.category}": 1.0,
        "short": evidence.kind in ("short_form", "acronym"),
        "count": log2(min(len(own), 8)) if own else 0.0,
        "nested only": not own,
        "heading": evidence.heading,
        "defined": evidence.defined,
        "told": evidence.told,
        "owner": owned,
        "led": any(span.lead for span in evidence.spans),
        "bare": bare or text in patterns.BARE_POSTS,
        "bare in one paragraph": bare and alone and text not in ("大会", "秘书处"),
        "known": known,
        "prefix": text.startswith(patterns.ORGANIZATIONS),
        "verb first": text.startswith(words.SOFT_VERBS) and len(own) < 2,
        "joined": any(join in text for join in _JOINS),
        "tiny": len(text) < 4,
        "long": len(text) > 12,
        "edge before": any(before in _EDGES or not before for before, _ in around),
        "edge after": any(after in _FOLLOWS or not after for _, after in around),
        "listed": listed,
        "outer": outer,
        "weak programme": head in patterns.WEAK_PROGRAMME_HEADS,
        "ranked": evidence.category == "unit" and len(head) == 1,
    }
    return {name: float(value) for name, value in found.items() if value}


def _around(mention: Mention, texts: Sequence[str]) -> tuple[str, str]:
    text = texts[mention.position]
    return text[max(0, mention.start - 1) : mention.start], text[mention.end : mention.end + 1]


def targets(claims: Iterable[tuple[str, str]]) -> set[str]:
    """Return the names that statements speak of, on either side."""
    return {name for claim in claims for name in claim}
