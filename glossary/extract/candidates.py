"""Deciding: the names of a document, by what stands alone somewhere in it.

A name that stands alone (a heading, between two commas, behind 由) shows where it begins elsewhere. So the sites
that can only be read one way are counted first, and then decide the others.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from glossary.extract import patterns, shapes, words
from glossary.extract.boundaries import Chooser, Evidence
from glossary.extract.forms import runs_through
from glossary.extract.mentions import Mark, Role, Site, head_category, known, sites, tokens
from glossary.extract.spans import Span
from glossary.models import Category

# 全称(简称)
_SHORT_FORM = re.compile(r"[(（][“\"]?([一-鿿]{2,8})[”\"]?[)），,、]")
_UNIT_HEAD = r"(?:[部厅司处科股组]|中心|小组|办公室)"
# 质量保证和信息管理科的核心职能如下, and 、特遣队所属装备和财产管理支助科、 in a list
_SUBJECT = re.compile(
    rf"(?:^|(?<=。))([一-鿿、/]{{4,28}}?{_UNIT_HEAD})(?=的核心职能|的职能|由[^。；]{{2,30}}(?:领导|组成)|下设|负责)"
)
_LISTED = re.compile(rf"(?<=、)([一-鿿/]{{4,24}}{_UNIT_HEAD})(?=、[^。；]{{2,200}}组成)")
_ORGANIZATION = re.compile("联合国(?:系统)?")
_STANDS = re.compile("(?<=系统)|$|[^一-鿿]|[的和与及各在正将已也可应对向是为就从给于并内外]|会员国|机构")
_INSIDE = frozenset((Role.HEAD, Role.PLAIN, Role.SOFT, Role.JOIN, Role.VERB, Role.BREAK))
_WHOLE = 3
_BEHIND_A_SUBJECT = frozenset("由对的包向在下设是负将应可须：:，,(（")
# A verb in front of a name leaves no subject for these.
_PREDICATES = frozenset("由设下是(（")
_ENDS_A_SENTENCE = frozenset("。；：;:")
_RANKS = tuple(rank for rank in patterns.RANKS if rank.endswith(("长", "主任")))


@dataclass(frozen=True, slots=True)
class Names:
    """What was found, in reading order: names, those that a whole paragraph is, and what is rather no name."""

    spans: Sequence[Span]
    headings: frozenset[str]
    doubtful: Sequence[Span]


def decide(texts: Sequence[str], own: Iterable[tuple[str, Category]] = ()) -> Names:
    """Return the names found in paragraphs, in reading order, those inside longer ones marked as nested.

    `own` are the short forms that the document defines: names as they stand, and owners of what follows.
    """
    lexicon = known(own)
    found = [sites(text, lexicon) for text in texts]
    counts, headings = _standing_alone(texts, found)
    evidence = Evidence(counts, headings)
    for span in _spans(texts, found, evidence)[0]:
        if span.certain and span.text not in counts and not span.text.startswith(words.SOFT_VERBS):
            counts[span.text] += 1
    spans, doubtful = _spans(texts, found, evidence)
    spans = _nest(_shaped(texts, _cut_to_known(spans, evidence)))
    spans = _nest([*spans, *_by_itself(texts, spans)])
    return Names(spans, headings, _apart(doubtful, spans))


def certain(texts: Sequence[str]) -> set[tuple[str, Category]]:
    """Return the units whose names hold a verb (特遣队所属装备科), where a document shows them from end to end.

    It does as the subject of 的核心职能, 由…领导 and the like, and between two commas of what 由…组成 lists.
    """
    found: set[tuple[str, Category]] = set()
    for text in texts:
        for pattern in (_SUBJECT, _LISTED):
            found.update((match[1], "unit") for match in pattern.finditer(text) if _holds_a_verb(match[1]))
    return found


def _holds_a_verb(name: str) -> bool:
    """Tell whether a stretch is one name but for a verb inside."""
    row = list(tokens(name))
    inner = [token for token in row if token.end < len(name)]
    return (
        bool(row)
        and row[-1].end == len(name)
        and row[-1].category in (None, "unit")
        and row[-1].role is Role.HEAD
        and any(token.role is Role.VERB and token.start > 1 for token in inner)
        and all(token.role in _INSIDE and (token.start or token.role is not Role.VERB) for token in inner)
    )


def _apart(doubtful: Sequence[Span], spans: Sequence[Span]) -> list[Span]:
    """Return the doubtful names that share no place with a name, nor with another of them."""
    within = _places(spans)
    result = []
    for span in sorted(doubtful, key=lambda span: (span.position, span.start, -span.end)):
        places = within.setdefault(span.position, set())
        if len(span.text) - len(span.head) < 2 or len(span.text) > patterns.LONGEST:
            continue
        if places.isdisjoint(range(span.start, span.end)):
            places.update(range(span.start, span.end))
            result.append(span)
    return result


def _places(spans: Iterable[Span]) -> dict[int, set[int]]:
    """Return the places that names take up, by paragraph."""
    within: dict[int, set[int]] = {}
    for span in spans:
        within.setdefault(span.position, set()).update(range(span.start, span.end))
    return within


def _standing_alone(texts: Sequence[str], found: Sequence[Sequence[Site]]) -> tuple[Counter[str], frozenset[str]]:
    """Count the names that can be read in one way only, and gather those that are a whole paragraph."""
    counts: Counter[str] = Counter()
    whole: set[str] = set()
    for text, row in zip(texts, found, strict=True):
        stripped = text.strip()
        for site in row:
            name = text[site.start : site.end].strip()
            if name == stripped and len(name) <= patterns.LONGEST:
                counts[name] += _WHOLE
                whole.add(name)
            elif site.end < len(text) and text[site.end] in "(（" and (full := _accounted_for(site, text)):
                counts[full] += _WHOLE
            elif _unmistakable(site) or _begins_a_sentence(site, text):
                counts[name] += 1
    return counts, frozenset(whole)


def _accounted_for(site: Site, text: str) -> str | None:
    """Return the full form that a short form in brackets behind it accounts for: 审计、检查和调查厅(审检厅)."""
    match = _SHORT_FORM.match(text, site.end)
    if match is None or site.fixed:
        return None
    short = match[1]
    starts = sorted({site.start, *(mark.position for mark in site.marks), *(mark.token.start for mark in site.marks)})
    names = [text[start : site.end] for start in starts if site.start <= start < site.head]
    fitting = [name for name in names if len(name) < patterns.LONGEST and runs_through(short, name)]
    same = [name for name in fitting if name[0] == short[0]]
    return min(same, key=len) if same else next((name for name in fitting if name.endswith(short)), None)


def _begins_a_sentence(site: Site, text: str) -> bool:
    """Tell whether a name is the subject of its sentence: 解除武装、复员和重返社会科由…"""
    if site.before is not None and site.before.word not in _ENDS_A_SENTENCE:
        return False
    follows = text[site.end : site.end + 1]
    if follows not in _BEHIND_A_SUBJECT and not text.startswith(_RANKS, site.end):
        return False
    if follows in _PREDICATES and site.category != "post":
        return not any(
            mark.site >= 0 and _opens_another(mark, site) for mark in site.marks if mark.position < site.head
        )
    return not any(_opens_another(mark, site) for mark in site.marks if mark.position < site.head)


def _opens_another(mark: Mark, site: Site) -> bool:
    """Tell whether a mark parts a subject from a verb or from another name in front of it."""
    if mark.site >= 0:
        return mark.token.word not in patterns.BARE_POSTS or site.category != "unit"
    if mark.token.role in (Role.LEAD, Role.PREFIX):
        return True
    return mark.token.role is Role.SOFT and mark.token.start == site.start


def _unmistakable(site: Site) -> bool:
    """Tell whether a site can be read in one way only: nothing inside its stretch could begin a name."""
    if site.before is not None and site.before.role is Role.JOIN:
        return False
    return all(
        mark.position == site.start or (mark.token.role in (Role.SOFT, Role.LEAD) and mark.token.start != site.start)
        for mark in site.marks
    )


def _spans(texts: Sequence[str], found: Sequence[Sequence[Site]], evidence: Evidence) -> tuple[list[Span], list[Span]]:
    spans: list[Span] = []
    doubtful: list[Span] = []
    for position, (text, row) in enumerate(zip(texts, found, strict=True)):
        chooser = Chooser(position, text, row, evidence)
        spans += [span for span in chooser.spans() if span is not None and not span.hidden]
        doubtful += chooser.doubtful
    return spans, doubtful


def _shaped(texts: Sequence[str], spans: Sequence[Span]) -> list[Span]:
    """Return the names with those that their shape tells: of names that end at one place, the longest alone."""
    starts: dict[tuple[int, int], int] = {}
    for span in spans:
        place = span.position, span.end
        starts[place] = min(span.start, starts.get(place, span.start))
    shaped = {
        (position, span.end): span
        for position, text in enumerate(texts)
        for span in shapes.find(position, text)
        if span.start < starts.get((position, span.end), span.end)
    }
    return [*(span for span in spans if (span.position, span.end) not in shaped), *shaped.values()]


def _by_itself(texts: Sequence[str], spans: Sequence[Span]) -> list[Span]:
    """Return the places of the organization's own name that are in no other name, where one place is beyond doubt."""
    within = _places(spans)
    found = [
        Span(position, match.start(), match.end(), match[0], "body", match[0], fixed=True)
        for position, text in enumerate(texts)
        for match in _ORGANIZATION.finditer(text)
        if match.start() not in within.get(position, ())
    ]
    sure = {span.text for span in found if _STANDS.match(texts[span.position], span.end)}
    return [span for span in found if span.text in sure]


def _cut_to_known(spans: list[Span], evidence: Evidence) -> list[Span]:
    """Cut a name met once to the known name that it ends in: an unknown verb stands in front (借鉴维持和平行动部)."""
    counts = Counter(span.text for span in spans if span.certain)
    result = []
    for span in spans:
        cut = None if evidence[span.text] >= _WHOLE else _known_ending(span, counts)
        result.append(span if cut is None else replace(span, start=span.start + cut, text=span.text[cut:], owner=None))
    return result


def _known_ending(span: Span, counts: Counter[str]) -> int | None:
    if span.lead or span.fixed or counts[span.text] > 1 or span.text.startswith(patterns.ORGANIZATIONS):
        return None
    for cut in range(1, len(span.text) - len(span.head) - 1):
        if span.joined and span.start + cut >= span.joined:
            return None
        if counts[span.text[cut:]] >= 2:
            return cut if span.text[cut - 1] not in "和与及、" else None
    return None


def _nest(spans: list[Span]) -> list[Span]:
    """Mark the names inside longer ones; of two that overlap otherwise, the one that starts first is the longer."""
    result: list[Span] = []
    reach: dict[int, int] = {}
    for span in sorted(spans, key=lambda span: (span.position, span.start, -span.end)):
        inside = span.end <= reach.get(span.position, 0)
        if not inside and span.start < reach.get(span.position, 0):
            continue
        reach[span.position] = max(reach.get(span.position, 0), span.end)
        result.append(replace(span, nested=True) if inside else span)
    return result


def category_of(name: str) -> Category | None:
    """Return the category that the ending of a name tells, None where it tells none."""
    for length in range(min(len(name), 8), 0, -1):
        category = head_category(name[-length:])
        if category is not None:
            return category
    return None
