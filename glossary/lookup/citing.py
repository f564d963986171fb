"""One line that cites a name: where it stands, what renders it, and who says so."""

from __future__ import annotations

import re
from collections.abc import Iterator

from glossary import datcat
from glossary.lookup.answers import columns
from glossary.models import USABLE, Citation, Concept, Term
from glossary.text import key

_LABEL = re.compile(r"(?:(?P<annex>[IVXLC]+):)?(?P<number>[^注图附]*)(?P<what>附录注|附录|图注|图|注)?")
_WORDS = {
    None: "para. {}",
    "注": "footnote to para. {}",
    "图": "chart after para. {}",
    "图注": "note to the chart after para. {}",
    "附录": "appendix",
    "附录注": "note to the appendix",
}


def citation_line(concept: Concept, matched: str = "") -> str:
    """Return a concept as a translator pastes it into a comment: place, Chinese name, English name, who says so.

    The name that was asked for stands on its side, marked when it is not to be used; else the best one does.

    >>> from glossary.models import Citation
    >>> zh = Term("海事处", "zh", citations=(Citation("ST/OMS/2020/1", "1.2"),))
    >>> en = Term("Maritime Office", "en", reliability=3, sources=("OMS directory", "Press release 7"))
    >>> citation_line(Concept("c7", "unit", "approved", terms=(zh, en)))
    'ST/OMS/2020/1, para. 1.2: 海事处 = Maritime Office (OMS directory (+1 more); reliability 3/4)'
    """
    by_language = columns(concept)
    left, right = (_chosen(by_language[lang], matched) for lang in ("zh", "en"))
    cited = next((term.citations for term in (left, right) if term and term.citations), ())
    standing = f"{place(min(cited, key=_is_unnumbered))}: " if cited else ""
    named = " = ".join(map(_shown, filter(None, (left, right))))
    return f"{standing}{named} ({'; '.join(_remarks(concept, right or left, right is None))})"


def place(citation: Citation) -> str:
    """Return how a person cites a place, with the labels of annexes, notes and charts in words.

    >>> [place(Citation("A/61/749", label)) for label in ("20(e)", "I:52图", "35注", "II:附录", "s1", "0")]
    ... # doctest: +NORMALIZE_WHITESPACE
    ['A/61/749, para. 20(e)', 'A/61/749, annex I, chart after para. 52', 'A/61/749, footnote to para. 35',
     'A/61/749, annex II, appendix', 'A/61/749, section 1', 'A/61/749']
    """
    label = citation.paragraph
    if section := re.fullmatch(r"s(\d+)", label):
        return f"{citation.document}, section {section[1]}"
    match = _LABEL.fullmatch(label)
    if not match:
        return datcat.place(citation)
    annex = f"annex {match['annex']}" if match["annex"] else ""
    within = _WORDS[match["what"]].format(match["number"]) if match["number"] != "0" and label else ""
    return ", ".join(filter(None, (citation.document, annex, within)))


def _is_unnumbered(citation: Citation) -> bool:
    """Whether a reader has no paragraph number to turn to."""
    match = _LABEL.fullmatch(citation.paragraph)
    return not match or match["what"] is not None or not match["number"] or match["number"][0] in "0s"


def _chosen(terms: list[Term], matched: str) -> Term | None:
    """The term asked for, else the best that may be used, else any; `terms` come best first."""
    wanted = key(matched) if matched else None
    asked = (term for term in terms if key(term.text) == wanted)
    usable = (term for term in terms if term.status in USABLE)
    return next(asked, None) or next(usable, None) or next(iter(terms), None)


def _shown(term: Term) -> str:
    return term.text if term.status in USABLE else f"{term.text} [{term.status}]"


def _remarks(concept: Concept, judged: Term | None, alone: bool) -> Iterator[str]:
    if alone and concept.category != "symbol":
        yield "no English name known"
    if judged and judged.sources:
        more = f" (+{len(judged.sources) - 1} more)" if len(judged.sources) > 1 else ""
        yield judged.sources[0] + more
    elif not alone:
        yield f"English: {datcat.NO_SOURCE}"
    if judged and judged.reliability:
        yield f"{datcat.RELIABILITY} {judged.reliability}/4"
    if concept.status != "approved":
        yield concept.status
