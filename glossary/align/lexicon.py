"""What Chinese words of institutional names are in English: our own small lexicon, read from `lexicon.tsv`.

A line is a Chinese word, its English renderings separated by `|`, and its role: `head` for the last word of a unit's
name, `rank` for that of a post, `name` for a whole name in common use, `place` for a country or a town, nothing for
another modifier. Spellings and numbers of one English word are one rendering; the deputies of ranks, and names with
another word for and, need no lines of their own.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files

from glossary.align import sounds
from glossary.text import has_han, pinyin

Stems = tuple[str, ...]

WORD = re.compile(r"[^\W_]+(?:[-\u2010\u2011’'./&][^\W_]+)*['’]?")


def set_of(text: str) -> frozenset[str]:
    """Return the words of a text."""
    return frozenset(text.split())


# Function words join the words of a name and carry no meaning of their own for pairing.
FUNCTION = set_of(
    "of for and the on in to with by from at against under between its their a an or as into within regard relating"
    " concerning related through among de la du des"
)
ORGANIZATION = "联合国"
# Of a country's own the country is the owner: 内政部 in 美国内政部; that of a university or a bank is in its name.
OF_STATES = ("部", "局", "署", "最高法院", "宪法法院", "议会", "常驻代表", "部长", "总统", "总理")
_PLURALS = (("sses", "ss"), ("ches", "ch"), ("shes", "sh"), ("xes", "x"))
# British and American spellings, and hyphenated ones, are one word: Organisation, Programme, Peace-keeping.
_SPELLINGS = (
    ("isation", "ization"),
    ("programme", "program"),
    ("centre", "center"),
    ("labour", "labor"),
    ("defence", "defense"),
)
_SUFFIXES = (
    "ational",
    "ations",
    "ation",
    "ative",
    "ional",
    "ments",
    "ment",
    "ities",
    "ity",
    "ical",
    "ion",
    "ive",
    "ing",
    "ial",
    "al",
    "ic",
    "ed",
    "er",
    "or",
    "y",
    "e",
)
_LEAST_ROOT = 6
_HYPHENS = re.compile("[-\u2010\u2011.]")


@dataclass(slots=True)
class Words:
    """Stems of English words, remembered while a material is read."""

    _stems: dict[str, str] = field(default_factory=dict)
    _roots: dict[str, str] = field(default_factory=dict)
    _sounds: dict[str, str] = field(default_factory=dict)

    def stem(self, word: str) -> str:
        """Return what is alike in the forms of a word: case, plural, possessive, spelling and hyphens are gone.

        >>> Words().stem("Programmes"), Words().stem("Peace-keeping"), Words().stem("Policies")
        ('program', 'peacekeeping', 'policy')
        """
        found = self._stems.get(word)
        if found is None:
            found = self._stems[word] = _stem(word)
        return found

    def root(self, stem: str) -> str:
        """Return a stem without its derivation, empty where too little is left: administrat, for -ion and -ive."""
        found = self._roots.get(stem)
        if found is None:
            found = self._roots[stem] = _root(stem)
        return found

    def sound(self, word: str) -> str:
        """Return the consonants of a word, Chinese or English, by which a transcription is told."""
        found = self._sounds.get(word)
        if found is None:
            found = self._sounds[word] = sounds.of_chinese(word) if has_han(word) else sounds.of_english(word)
        return found

    def reads(self, chinese: str, word: str) -> bool:
        """Tell whether an English word is the pinyin of a Chinese one: 青砣 is Qingtuo."""
        return pinyin(chinese).full == word.lower()

    def stems(self, text: str) -> Stems:
        """Return the stems of the words of a text that are no function words."""
        return tuple(self.stem(word) for word in WORD.findall(text) if word.lower() not in FUNCTION)


@dataclass(frozen=True, slots=True)
class Entry:
    """A Chinese word with its English renderings, the usual first.

    The role is that of `lexicon.tsv`, or `short` for a short form that the material has shown.
    """

    zh: str
    english: tuple[Stems, ...]
    role: str = ""

    @property
    def modifies(self) -> bool:
        """Whether the word stands before others in names."""
        return self.role in ("", "place")

    @property
    def ends_names(self) -> bool:
        """Whether the word is the last one of names."""
        return self.role in ("head", "rank")


class Lexicon:
    """Chinese words and their English; more can be added to one that was read."""

    def __init__(self, entries: Iterable[Entry], words: Words) -> None:
        self.words = words
        self.entries: dict[str, Entry] = {}
        self.vocabulary: set[str] = set()
        self.heads: set[str] = set()
        self.begins: dict[str, int] = {}
        self._of_character: dict[str, frozenset[str]] = {}
        for entry in entries:
            self.add(entry)
            if entry.role == "name":
                for zh in _joined_otherwise(entry.zh):
                    self.add(Entry(zh, entry.english, entry.role))
            if entry.role == "rank" and not entry.zh.startswith("副"):
                self._add_deputy(entry)

    def add(self, entry: Entry) -> None:
        """Add an entry; to a word that is known, its renderings."""
        known = self.entries.get(entry.zh)
        if known is not None:
            more = tuple(english for english in entry.english if english not in known.english)
            entry = Entry(entry.zh, known.english + more, known.role or entry.role)
        self.entries[entry.zh] = entry
        self.begins[entry.zh[0]] = max(len(entry.zh), self.begins.get(entry.zh[0], 0))
        for stems in entry.english:
            self.vocabulary.update(stems)
            if entry.ends_names:
                self.heads.add(stems[-1])

    def _add_deputy(self, rank: Entry) -> None:
        """Add the deputy of a rank, 副处长 Deputy Chief, 副主席 Vice-Chair."""
        deputies = tuple(("deputy", *stems) for stems in rank.english)
        vices = tuple(("vice" + stems[0], *stems[1:]) for stems in rank.english)
        self.add(Entry("副" + rank.zh, (*deputies, *vices), "rank"))

    def is_name(self, text: str) -> bool:
        """Tell whether a text is a whole name in common use."""
        return text in self.entries and self.entries[text].role == "name"

    def is_head(self, text: str) -> bool:
        """Tell whether a text is a word that ends names."""
        return text in self.entries and self.entries[text].ends_names

    def is_place(self, text: str) -> bool:
        """Tell whether a text is a country or a town."""
        return text in self.entries and self.entries[text].role == "place"

    def heads_of(self, name: str) -> Iterator[Entry]:
        """Yield the entries of the heads or ranks that a Chinese name ends in, the longest first."""
        for start in range(max(0, len(name) - 8), len(name)):
            entry = self.entries.get(name[start:])
            if entry is not None and entry.ends_names:
                yield entry

    def head_of(self, name: str) -> Entry | None:
        """Return the entry of the longest head or rank that a Chinese name ends in."""
        return next(self.heads_of(name), None)

    def stems_in(self, text: str) -> frozenset[str]:
        """Return the English words that the words of a Chinese text may be rendered by."""
        found: set[str] = set()
        for start, character in enumerate(text):
            for end in range(start + 2, start + self.begins.get(character, 0) + 1):
                entry = self.entries.get(text[start:end])
                if entry is not None:
                    found.update(*entry.english)
        return frozenset(found)

    def initials(self, character: str) -> frozenset[str]:
        """Return the initials of the English words whose Chinese holds a character: what it may be short for."""
        if not self._of_character:
            self._index_characters()
        return self._of_character.get(character, frozenset())

    def _index_characters(self) -> None:
        found: dict[str, set[str]] = {}
        for entry in self.entries.values():
            if len(entry.zh) > 4:
                continue
            for stems in entry.english:
                if len(stems) == 1:
                    for character in entry.zh:
                        found.setdefault(character, set()).add(stems[0][0])
        self._of_character = {character: frozenset(letters) for character, letters in found.items()}


def _joined_otherwise(name: str) -> Iterator[str]:
    """Yield a name with other words for and.

    >>> list(_joined_otherwise("甲和乙会"))
    ['甲与乙会', '甲及乙会']
    """
    for joint in "和与及":
        if joint in name[1:-1]:
            yield from (name.replace(joint, other) for other in "和与及" if other != joint)


def load(words: Words) -> Lexicon:
    """Return a lexicon of what comes with the package; more can be added to it."""
    return Lexicon(_shipped(), words)


@cache
def _shipped() -> tuple[Entry, ...]:
    text = files(__package__).joinpath("lexicon.tsv").read_text("utf-8")
    return tuple(parse(text, Words()))


def parse(text: str, words: Words) -> Iterable[Entry]:
    """Yield the entries of a lexicon's text; lines that begin with # are remarks, the first one is a header.

    >>> [entry.english for entry in parse("zh\\ten\\trole\\n处\\tService|Branch\\thead", Words())]
    [(('service',), ('branch',))]
    """
    for line in text.splitlines()[1:]:
        if not line.startswith("#"):
            zh, english, role = line.split("\t")
            yield Entry(zh, tuple(stems for one in english.split("|") if (stems := words.stems(one))), role)


def _stem(word: str) -> str:
    stem = word.lower().replace("’", "'")
    stem = _HYPHENS.sub("", stem.removesuffix("'s").rstrip("'"))
    if len(stem) > 4 and stem.endswith("ies"):
        stem = stem[:-3] + "y"
    elif plural := next((pair for pair in _PLURALS if stem.endswith(pair[0])), None):
        stem = stem.removesuffix(plural[0]) + plural[1]
    elif len(stem) > 3 and stem.endswith("s") and not stem.endswith(("ss", "us", "is")) and not word.isupper():
        stem = stem[:-1]
    for other, usual in _SPELLINGS:
        if other in stem:
            stem = stem.replace(other, usual)
    return stem


def _root(stem: str) -> str:
    for suffix in _SUFFIXES:
        if stem.endswith(suffix) and len(stem) - len(suffix) >= _LEAST_ROOT:
            return stem.removesuffix(suffix)
    return stem if len(stem) >= _LEAST_ROOT else ""
