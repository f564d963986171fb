"""How names fit a query: the kinds of fit, the best first, each with the names that fit so, in the order of merit."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from glossary import text
from glossary.index import words
from glossary.index.asking import Wanted, other_numerals
from glossary.index.names import Names, Numbers
from glossary.index.ranked import Group, Ranked
from glossary.index.rows import COMPACT, INITIALS, STEMS, pairs, place_of
from glossary.index.typos import half_shortens, one_error, part_with_error, shortens
from glossary.index.values import Mode
from glossary.index.words import SMALL_WORDS, stem

# The kinds of fit, as scores: the gaps are wider than anything else that counts.
EXACT, ALIKE, SOUNDS, PREFIX, WORDS, PART, BEGUN, SOUND_PREFIX = 1.0, 0.94, 0.88, 0.76, 0.64, 0.52, 0.40, 0.28
WRITTEN_OUT, TOGETHER, SOUND_ALIKE, SHORTENED, HALF_SHORTENED, ONE_OTHER = 0.27, 0.26, 0.25, 0.24, 0.235, 0.23
JUMBLED, WITHIN = 0.225, 0.22
ERROR, SOUND_PART, SOME = 0.17, 0.16, 0.06
_NEAR = 600  # names compared character by character at most
_COMPLETIONS = 40
_LONG_WORD = 8  # letters
_FEW = 20  # names with a part that leave it open whether a short form was meant
_SOME = 50
_LEAST_SHARE = {"pair": 0.4, "stem": 0.5}  # of the rarity of what was typed
_MOST_WORDS, _MOST_CHARACTERS = 12, 40  # of a query that are compared with forgiveness
_ENOUGH = 100  # names with all words: then words that only begin so are not wanted

# Of pinyin, as far as it can be told without a list; what is parted wrongly is not found.
_SYLLABLE = re.compile(r"(?:[zcs]h|[bpmfdtnlgkhjqxrzcsyw])?[aeiouv]+(?:ng?(?![aeiouv])|r(?![aeiouv]))?")

Tier = tuple[float, Numbers]


@dataclass(frozen=True)
class Fitting:
    """The kinds of fit that a mode knows, over one state of the index."""

    names: Names
    ranked: Ranked

    def tiers(self, wanted: Wanted, mode: Mode, most: int) -> Iterator[Tier]:
        """Return kinds of fit, best first, `most` names of each; a name may come again in a worse one."""
        return _MODES[mode](self, wanted, most) if wanted.key else iter(())

    def errors(self, wanted: Wanted, most: int) -> Iterator[Tier]:
        """Yield the names that fit when one typing error is forgiven, and what else may have been meant."""
        yield TOGETHER, self._together(wanted, most)
        if wanted.han:
            yield from self._near_chinese(wanted, most)
        else:
            yield WRITTEN_OUT, self._written_out(wanted.words, most)
            yield TOGETHER, self._of_united_nations(wanted.joined, most)
            yield ERROR, self._near_latin(wanted, most)

    def some(self, wanted: Wanted) -> list[tuple[float, int]]:
        """Return names that have the rarest of a query's words or pairs of characters, with their scores."""
        if wanted.han:
            field, terms = "pair", [pair for pair in pairs(wanted.joined) if text.has_han(pair)]
        else:
            field, terms = "stem", [stem(word) for word in wanted.words]
        found = self.ranked.some_of(field, terms[:64], _LEAST_SHARE[field], _SOME)
        return [(SOME * share, number) for number, share in found]

    def containing(self, key: str, most: int) -> Numbers:
        """Return the names that a part of a query stands in: anywhere in Chinese, whole words in English."""
        if text.has_han(key):
            return self.names.containing([key], most)
        return self.names.with_letters(f" {key} ", most)

    def _together(self, wanted: Wanted, most: int) -> Numbers:
        """Return names of concepts that have each piece of a query in some name: OROLSI 法治, DFS副秘书长, COE手册.

        A piece that is a name stands for the others of its concept, too, and for what a unit of such a name deals with.
        """
        pieces = [piece for piece in dict.fromkeys(wanted.pieces) if piece not in SMALL_WORDS][:_MOST_WORDS]
        if len(pieces) == 1 and wanted.han:
            pieces = self._cut(pieces[0])
        if len(pieces) < 2:
            return []
        having: list[set[int]] = []
        for piece in pieces:
            forms = [piece]
            for other in self._other_forms(piece):
                forms += filter(None, (other, _subject(other)))
            having.append(set().union(*(self._with_form(form, most) for form in forms)))
            if not having[-1]:
                return []
        common = set.intersection(*({place_of(number) for number in numbers} for numbers in having))
        return sorted(number for number in set().union(*having) if place_of(number) in common)

    def _with_form(self, form: str, most: int) -> Numbers:
        if text.has_han(form):
            return self.containing(form, most)
        return self.ranked.all_of([[[stem(word)]] for word in words.content_words(words.latin_words(form))], most)

    def _other_forms(self, piece: str) -> list[str]:
        """Return what a piece of a query may stand for: its usual full form, other names of concepts of that name."""
        usual = [" ".join(words.ABBREVIATIONS[piece])] if piece in words.ABBREVIATIONS else []
        return list(dict.fromkeys((*usual, *self.names.other_keys(piece))))

    def _cut(self, typed: str) -> list[str]:
        """Return a query in two, one of which is a name, the longest there is: 维和部 + 副秘书长."""
        for size in range(min(len(typed), _MOST_CHARACTERS) - 1, 1, -1):
            if self.names.exact(typed[:size], 1):
                return [typed[:size], typed[size:]]
            if self.names.exact(typed[-size:], 1):
                return [typed[:-size], typed[-size:]]
        return []

    # -- modes -------------------------------------------------------------------------------------------------------

    def _exact(self, wanted: Wanted, most: int) -> Iterator[Tier]:
        yield EXACT, self.names.exact(wanted.key, most)

    def _prefix(self, wanted: Wanted, most: int) -> Iterator[Tier]:
        yield from self._exact(wanted, most)
        yield PREFIX, self.names.beginning(wanted.key, most)

    def _substring(self, wanted: Wanted, most: int) -> Iterator[Tier]:
        yield from self._prefix(wanted, most)
        if wanted.han:
            yield PART, self.names.containing([wanted.key], most)
        else:
            yield PART, self.names.with_letters(wanted.key, most)

    def _pinyin(self, wanted: Wanted, most: int) -> Iterator[Tier]:
        typed = wanted.typed or (text.pinyin(wanted.text).full if wanted.han else "")
        if not typed:
            return
        yield SOUNDS, self.names.formed(typed, most)
        yield SOUND_PREFIX, self.names.sounding(typed, most)
        if len(typed) > 2:
            yield SOUND_PART, self.names.with_sound(typed, most)

    def _fuzzy(self, wanted: Wanted, most: int) -> Iterator[Tier]:
        yield from self._auto(wanted, most)
        yield from self.errors(wanted, most)

    def _auto(self, wanted: Wanted, most: int) -> Iterator[Tier]:
        for key in dict.fromkeys((wanted.whole, wanted.key)):
            yield EXACT, self.names.exact(key, most)
        yield from self._chinese(wanted, most) if wanted.han else self._latin(wanted, most)

    def _chinese(self, wanted: Wanted, most: int) -> Iterator[Tier]:
        others = other_numerals(wanted.key)
        for other in others:
            yield ALIKE, self.names.exact(other, most)
        yield PREFIX, self.names.beginning(wanted.key, most)
        if len(wanted.parts) > 1:
            yield WORDS, self._with_parts(wanted.parts, most)
        found = self.names.containing([wanted.key], most)
        yield PART, found
        for other in others:
            yield PART, self.names.containing([other], most)
        if 0 < len(found) < _FEW and not self.names.exact(wanted.key, 1):  # 安全部: of 安全部门, or of 安全和安保部
            yield SHORTENED, self._shortened(wanted.joined)

    def _latin(self, wanted: Wanted, most: int) -> Iterator[Tier]:
        yield ALIKE, self.names.formed(COMPACT + words.compact(wanted.key), most)
        if wanted.words:
            yield ALIKE, self.names.formed(STEMS + words.stems(wanted.words), most)
        if wanted.typed:
            yield SOUNDS, self.names.formed(wanted.typed, most)
            yield SOUNDS - 0.05, self.names.formed(INITIALS + wanted.typed, most)
        yield PREFIX, self.names.beginning(wanted.key, most)
        if wanted.words:
            groups = self._groups(wanted.words)
            found = self.ranked.all_of(groups, most)
            yield WORDS, found
            if len(found) < _ENOUGH:
                yield BEGUN, self._begun(wanted.words, groups, most)
        if wanted.typed:
            yield SOUND_PREFIX, self.names.sounding(wanted.typed, most)

    # -- Chinese -----------------------------------------------------------------------------------------------------

    def _with_parts(self, parts: Sequence[str], most: int) -> Numbers:
        """Return the names with all parts of a query, Chinese or not, wherever they stand."""
        chinese = [part for part in parts if text.has_han(part)]
        found = self.names.containing(chinese, most)
        for part in parts:
            if part not in chinese:
                found = sorted(set(found).intersection(self.names.with_letters(part, most)))
        return found

    def _shortened(self, typed: str) -> Numbers:
        """Return the names that what was typed may be short for."""
        full = self.names.keys(self.names.with_characters([list(typed[:_MOST_CHARACTERS])], _NEAR))
        return [number for number, key, _ in full if shortens(typed, key)]

    def _near_chinese(self, wanted: Wanted, most: int) -> Iterator[Tier]:
        """Yield names that sound alike, that it may be short for, with one other character, or that are most of it."""
        typed = wanted.joined[:_MOST_CHARACTERS]
        if len(typed) < 2:
            return
        sound = text.pinyin(wanted.text).full
        if len(sound) > 1:
            yield SOUND_ALIKE, self.names.formed(sound, most)
        full = self.names.keys(self.names.with_characters([list(typed)], _NEAR))
        yield SHORTENED, [number for number, key, _ in full if shortens(typed, key)]
        yield HALF_SHORTENED, [number for number, key, _ in full if half_shortens(typed, key)]
        near = self.names.keys(self.names.with_characters(_with_one_error(typed), _NEAR)) if len(typed) > 2 else []
        yield ONE_OTHER, [number for number, key, _ in near if one_error(typed, key)]
        if len(typed) > 3:
            yield JUMBLED, [number for number, key, _ in full if len(key) < 2 * len(typed)]
        for size in range(len(typed) - 1, max(2, (len(typed) - 1) // 2), -1):
            parts = [typed[at : at + size] for at in range(len(typed) - size, -1, -1)]
            yield WITHIN, [number for part in parts for number in self.names.exact(part, most)]
        if len(sound) > 1:
            yield ERROR, self.names.sounding(sound, most)
        yield ERROR, [number for number, key, _ in near if part_with_error(wanted.key, key)]

    # -- English and pinyin ------------------------------------------------------------------------------------------

    def _groups(self, wanted: Sequence[str]) -> list[Group]:
        """Return the stems that a name must have; of two words that are also written as one, either."""
        groups: list[Group] = []
        taken = -1
        for at, word in enumerate(wanted[:_MOST_WORDS]):
            following = wanted[at + 1] if at + 1 < len(wanted) else ""
            if at == taken:
                continue
            if following and self.names.is_word(word + following):
                groups.append([[stem(word), stem(following)], [stem(word + following)]])
                taken = at + 1
            else:
                groups.append([[stem(word)]])
        return groups

    def _begun(self, wanted: Sequence[str], groups: Sequence[Group], most: int) -> Numbers:
        """Return the names with all words but the last, and a word that begins like the last."""
        last = [[stem(word)] for word in self.names.completions(wanted[-1], _COMPLETIONS)]
        return self.ranked.all_of([*groups[: len(wanted) - 1], last], most) if last else []

    def _of_united_nations(self, typed: str, most: int) -> Numbers:
        """Return the names of an acronym with the UN that people put before: UNDSS, UNGA."""
        rest = typed.removeprefix("un")
        if rest == typed or len(rest) < 2:
            return []
        return self.names.exact(rest, most) or self.names.formed(INITIALS + rest, most)

    def _written_out(self, wanted: Sequence[str], most: int) -> Numbers:
        """Return the names with all words when what is cut short is written out: COE manual, risk mgmt."""
        groups = [[[stem(word)], *self._full_forms(word)] for word in wanted[:_MOST_WORDS]]
        return self.ranked.all_of(groups, most) if any(len(group) > 1 for group in groups) else []

    def _full_forms(self, word: str) -> list[list[str]]:
        forms = [words.content_words(words.latin_words(key)) for key in self.names.other_keys(word)]
        known = [form for form in forms if 1 < len(form) <= _MOST_WORDS]
        usual = [words.ABBREVIATIONS[word]] if word in words.ABBREVIATIONS else []
        return [[stem(each) for each in form] for form in (*usual, *known)]

    def _near_latin(self, wanted: Wanted, most: int) -> Numbers:
        """Return names with a misspelt word, with words joined or parted otherwise, or with such a part or sound."""
        found: set[int] = set()
        if len(wanted.joined) > 2:
            found.update(self.names.with_letters(wanted.key, most))
        if wanted.words:
            groups = [self._spellings(word) for word in wanted.words[:_MOST_WORDS]]
            found.update(self.ranked.all_of(groups, most))
        if len(wanted.typed) > 2 and not any(self.names.is_word(word) for word in wanted.words if len(word) > 3):
            found.update(self.names.with_sound(wanted.typed, most))
            found.update(self._near_sound(wanted.typed) if len(wanted.typed) > 4 else ())
            found.update(self._with_syllables(wanted.typed))
        return sorted(found)

    def _spellings(self, word: str) -> Group:
        others = [[stem(near)] for near in self.names.near(word) or self._derived(word)]
        parted = [
            [stem(word[:at]), stem(word[at:])]
            for at in range(1, len(word))
            if len(word) > 5 and self.names.is_word(word[:at]) and self.names.is_word(word[at:])
        ]
        return [[stem(word)], *others, *parted]

    def _derived(self, word: str) -> list[str]:
        """Return words that begin like an unknown one of some length and end otherwise: cartography, cartographic."""
        if len(word) < _LONG_WORD or self.names.is_word(word):
            return []
        return self.names.completions(word[:-2], _COMPLETIONS)

    def _with_syllables(self, typed: str) -> Numbers:
        """Return names whose pinyin has these syllables in order and ends with the last: hai di te pai tuan."""
        syllables = _SYLLABLE.findall(typed)
        long = [syllable for syllable in syllables if len(syllable) > 2]
        if len(syllables) < 3 or len(long) < 2 or len(syllables) > _MOST_CHARACTERS:
            return []
        fits = re.compile(".*".join(map(re.escape, syllables)) + "$", re.MULTILINE)
        near = self.names.keys(self.names.with_sounds([long], _NEAR))
        return [number for number, _, forms in near if fits.search(forms)]

    def _near_sound(self, typed: str) -> Numbers:
        """Return names whose pinyin, or its beginning, has one letter other: two of its thirds are as typed."""
        size = max(3, len(typed) // 3)
        thirds = [typed[:size], typed[size : 2 * size], typed[2 * size :]]
        whole = [third for third in thirds if len(third) > 2]
        if len(whole) < 2:
            choices = [[run] for run in (typed[: len(typed) // 2 + 1], typed[len(typed) // 2 :]) if len(run) > 2]
        else:
            choices = [[run for run in whole if run is not left_out] for left_out in whole]
        found = self.names.with_sounds(choices, _NEAR)
        return [number for number, _, forms in self.names.keys(found) if _sounds_nearly(typed, forms.split("\n"))]


_MODES: dict[Mode, Callable[[Fitting, Wanted, int], Iterator[Tier]]] = {
    "exact": Fitting._exact,
    "prefix": Fitting._prefix,
    "substring": Fitting._substring,
    "pinyin": Fitting._pinyin,
    "fuzzy": Fitting._fuzzy,
    "auto": Fitting._auto,
}


def _subject(name: str) -> str:
    """Return what the name of a unit says that it deals with; empty when the name is too short to say much."""
    if text.has_han(name):
        return name[:-1] if len(name) > 3 else ""
    subject = words.subject(words.latin_words(name))
    return " ".join(subject) if len(subject) > 1 else ""


def _sounds_nearly(typed: str, forms: Sequence[str]) -> bool:
    sizes = (len(typed) - 1, len(typed), len(typed) + 1) if len(typed) > 7 else ()
    return any(
        one_error(typed, form) or any(one_error(typed, form[:size]) for size in sizes)
        for form in forms
        if form and form[0].isalnum()
    )


def _with_one_error(typed: str) -> Iterator[list[str]]:
    """Yield what a name has whose one character was mistyped: the pairs of all parts but the one with the error."""
    if len(typed) == 3:
        yield from ([typed[0], typed[1]], [typed[1], typed[2]], [typed[0], typed[2]])
        return
    size = max(2, -(-len(typed) // 3))
    parts = [typed[at : at + size] for at in range(0, len(typed), size)]
    for left_out in range(len(parts)):
        kept = [part for at, part in enumerate(parts) if at != left_out]
        yield [term for part in kept for term in pairs(part) or [part]]
    for at in range(size, len(typed), size):  # two that changed places may stand in two parts
        yield pairs(typed[: at - 1] + typed[at] + typed[at - 1] + typed[at + 1 :])
