"""English equivalents with evidence: from two versions of a document, or from aligned segments."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from glossary.align import votes
from glossary.align.bitext import Bitext, Slice
from glossary.align.learning import lesson_of
from glossary.align.lexicon import Entry, Lexicon, Words, load
from glossary.align.paragraphs import Aligner
from glossary.align.readings import Reader
from glossary.errors import InputError
from glossary.extract import extract
from glossary.extract.scoring import Features
from glossary.extract.script import in_simplified, printed
from glossary.models import Designation, Document, Pair, Paragraph
from glossary.symbols import is_symbol
from glossary.text import has_han, is_han

# A stretch without a sentence's end for so long is no sentence; to compare all its words would take minutes.
LONGEST = 10_000
_LATIN = 20  # characters from which a text without Han characters is no Chinese one: names and symbols are shorter

Known = Iterable[tuple[str, str]]
Say = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Alignment:
    """Pairs in the order of the Chinese names, best first for each.

    `left_out` says what could not be aligned, `aligned` how many stretches could, `features` what the score of each
    pair is made of.
    """

    pairs: tuple[Pair, ...]
    left_out: tuple[str, ...] = ()
    aligned: int = 0
    features: tuple[Features, ...] = ()


def _quiet(_: str) -> None:
    """Say nothing."""


def align(
    zh: Document, en: Document, known: Known = (), designations: Sequence[Designation] | None = None
) -> Alignment:
    """Pair the designations of a Chinese document with their English in its other version.

    `known` are Chinese and English names that go together; `designations` what was extracted from `zh`, if it was.
    Raises InputError for versions of two documents, an empty one, or two in one language.
    """
    zh, en = _versions(zh, en)
    read = in_simplified(zh)
    if read is not zh:
        return _as_printed(align(read, en, known), read, zh)
    lexicon = _lexicon(known)
    bitexts, left_out = Aligner(lexicon).pair(zh, en)
    if not bitexts:
        raise InputError(
            f"{zh.symbol} (zh) and {en.symbol} (en) do not say the same, by their numbering, numbers and words: "
            "give two versions of one document"
        )
    long = [one for one in bitexts if max(len(one.zh.text), len(one.en.text)) > LONGEST]
    left_out += [f"zh {one.zh.label}: a sentence longer than {LONGEST:,} characters" for one in long]
    whole = [one for one in bitexts if one not in long] if long else bitexts
    if not whole:  # nothing to look for names in
        return Alignment((), tuple(left_out))
    return _aligned(zh, designations, whole, left_out, lexicon, _quiet)


def are_versions(zh: Document, en: Document) -> bool:
    """Tell whether a Chinese and an English document say the same."""
    try:
        return bool(Aligner(_lexicon(())).pair(*_versions(zh, en))[0])
    except InputError:
        return False


def align_segments(
    segments: Iterable[tuple[str, str]],
    known: Known = (),
    designations: Sequence[Designation] | None = None,
    say: Say = _quiet,
) -> Alignment:
    """Pair the designations of aligned segments; a segment is labelled by its number from 1.

    `known` are Chinese and English names that go together. Segments without one of the sides are left out.

    >>> found = align_segments([("航道处由处长领导。", "The Fairway Service is headed by a chief.")])
    >>> [(pair.zh, pair.en) for pair in found.pairs]
    [('航道处', 'Fairway Service'), ('处长', 'chief')]
    """
    segments = list(segments)
    document = Document("segments", paragraphs=tuple(Paragraph(str(at + 1), zh) for at, (zh, _) in enumerate(segments)))
    read = in_simplified(document)
    if read is not document:
        again = [(one.text or "", en) for one, (_, en) in zip(read.paragraphs, segments, strict=True)]
        return _as_printed(align_segments(again, known, say=say), read, document)
    bitexts: list[Bitext] = []
    left_out: list[str] = []
    for position, (zh, en) in enumerate(segments):
        label = str(position + 1)
        if reason := _unfit(zh, en):
            left_out.append(f"segment {label}: {reason}")
        else:
            bitexts.append(Bitext(Slice(position, label, 0, zh), Slice(position, label, 0, en)))
    lexicon = _lexicon(known)
    bitexts, astray = Aligner(lexicon).sound(bitexts)
    return _aligned(document, designations, bitexts, left_out + astray, lexicon, say)


def _unfit(zh: str, en: str) -> str:
    """Say why two texts are no segment; empty when they are one."""
    if max(len(zh), len(en)) > LONGEST:
        return f"longer than {LONGEST:,} characters"
    if not zh.strip() or not en.strip():
        return f"no {'Chinese' if en.strip() else 'English'}"
    if sum(map(is_han, en)) * 3 > sum(map(str.isalpha, en)):
        return "the English is in Chinese"
    if len(zh) > _LATIN and not has_han(zh) and sum(map(str.isalpha, zh)) * 2 > len(zh):
        return "the Chinese is in English"
    return ""


def record(pair: Pair) -> dict[str, Any]:
    """Return a pair as `align --jsonl` prints it."""
    places = dict.fromkeys((one.zh_label, one.en_label) for one in pair.evidence)
    return {
        "zh": pair.zh,
        "en": pair.en,
        "en_acronym": pair.en_acronym,
        "category": pair.category,
        "kind": pair.kind,
        "score": pair.score,
        "count": pair.count,
        "evidence": [{"zh": zh, "en": en} for zh, en in places],
    }


def _as_printed(found: Alignment, read: Document, document: Document) -> Alignment:
    """Return what was found in a document as read in simplified characters with its names as the document has them."""
    pairs = []
    for pair in found.pairs:
        places = ((one.zh_position, one.zh_start, one.zh_end) for one in pair.evidence)
        pairs.append(replace(pair, zh=printed(pair.zh, places, read, document)))
    return replace(found, pairs=tuple(pairs))


def _versions(zh: Document, en: Document) -> tuple[Document, Document]:
    """Return the Chinese and the English version, in this order, after checking that they are."""
    if zh.lang == en.lang:
        names = {"zh": "Chinese", "en": "English"}
        language = names.get(zh.lang, zh.lang)
        raise InputError(f"both versions ({zh.symbol}, {en.symbol}) are in {language}; give one in the other language")
    if zh.lang == "en":
        zh, en = en, zh
    for version in (zh, en):
        if not any(one.text and one.text.strip() for one in version.paragraphs):
            raise InputError(f"the version {version.symbol} ({version.lang}) holds no text; check the file")
    if is_symbol(zh.symbol) and is_symbol(en.symbol) and zh.symbol != en.symbol:
        raise InputError(f"these are two documents, {zh.symbol} and {en.symbol}; give two versions of one")
    return zh, en


def _aligned(
    document: Document,
    designations: Sequence[Designation] | None,
    bitexts: Sequence[Bitext],
    left_out: Sequence[str],
    lexicon: Lexicon,
    say: Say,
) -> Alignment:
    reader = Reader(extract(document) if designations is None else designations, bitexts, lexicon)
    readings = reader.read(say)
    found = list(votes.weighed(reader.designations, bitexts, readings))
    return Alignment(
        tuple(pair for pair, _ in found), tuple(left_out), len(bitexts), tuple(features for _, features in found)
    )


def _lexicon(known: Known) -> Lexicon:
    words = Words()
    lexicon = load(words)
    names = [(zh, en) for zh, en in known if zh and words.stems(en)]
    taught = {found for zh, en in names if (found := lesson_of(zh, en, lexicon))}
    for zh, stems in sorted(taught):
        lexicon.add(Entry(zh, (stems,)))
    for zh, en in names:
        lexicon.add(Entry(zh, (words.stems(en),), "name"))
    return lexicon
