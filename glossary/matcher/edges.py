"""What must hold at the two edges of a term for it to stand in a text, and not inside other words.

What depends on the term alone is found out once, as flags; most Chinese terms have one or none.
"""

from __future__ import annotations

import re

from glossary.matcher.spellings import CONSONANT_Y, SIBILANT
from glossary.text import is_han, words

# A term of one Chinese character stands for itself between words like these, not inside other words (署 in 签署).
_BEFORE = frozenset("该本各两此我贵原前新和与及或的由向对在从为等是将给以被经至到即称")
_AFTER = frozenset("的和与及或在为将已由等对向应也可是于内下须需并不曾均还从则负所")
# What makes the last character of a name the first of another word (部 in 行动部队). Only where hardly anything else
# begins so: 处于 is not here, since 后勤处于2010年 is about the 处, nor 团结, since 特派团结束 is about the 团.
_CONTINUED = {
    "部": "队门署件",
    "处": "理境罚置",
    "科": "学技研",
    "组": "织",
    "司": "法令",
    "局": "势",
    "署": "名",
    "团": "队体",
    "股": "东份权",
    "办": "公",
    "政": "策府治权",  # 原住民政策, 人民政府
}
# By these a name is told to be that of a post: what it ends in, and English words in it.
_POST_ENDS = frozenset("长任表官事问席书员")
_POST_WORDS = frozenset(
    (
        *("adviser", "advisor", "chair", "chairperson", "chief", "commander", "commissioner", "controller"),
        *("coordinator", "counsel", "director", "general", "head", "minister", "officer", "president", "registrar"),
        *("representative", "secretary", "spokesperson"),
    )
)
# Before a post these make another one: 助理秘书长 is no 秘书长, nor is a Deputy Head of Mission its head.
_RANK = re.compile(r"(?<![^\W_])(?:vice|deputy|assistant|under)\s$")  # a hyphen is a blank here
_RANK_LENGTH = 11  # of the longest, with a blank and the character before
_LAST_WORD = re.compile(r"[^\s-]*$")

JOINED_LEFT, JOINED_RIGHT, NUMBER, LONE, PAIR, CONTINUED, PLURAL_S, PLURAL_ES = (1 << bit for bit in range(8))
POST = 1 << 10  # the bits between are those of `patterns`


def chinese_flags(folded: str) -> int:
    """Return what has to be looked at around a term, Chinese or an acronym, in a Chinese text."""
    flags = _joints(folded)
    if folded[-1] in _CONTINUED:
        flags |= CONTINUED
    if folded[-1] in _POST_ENDS:
        flags |= POST
    if len(folded) == 1 and is_han(folded):
        flags |= LONE
    if len(folded) == 2 and is_han(folded[0]) and is_han(folded[1]):
        flags |= PAIR
    return flags


def english_flags(folded: str, spelling: str) -> int:
    """Return what has to be looked at around an English term; its last word may stand in the plural."""
    last = _LAST_WORD.search(spelling)[0]  # type: ignore[index]
    plural = 0
    if last.isalpha():
        if last.isupper() or not (SIBILANT.search(last) or CONSONANT_Y.search(last)):
            plural = PLURAL_S
        elif SIBILANT.search(last):
            plural = PLURAL_ES
    post = POST if any(word.removesuffix("s") in _POST_WORDS for word in folded.split()) else 0
    return _joints(folded) | plural | post


def _joints(folded: str) -> int:
    left, right = folded[0], folded[-1]
    return (
        (JOINED_LEFT if _is_letter(left) else 0)
        | (JOINED_RIGHT if _is_letter(right) else 0)
        | (NUMBER if left.isdigit() else 0)
    )


def standing(text: str, start: int, end: int, flags: int) -> int:
    """Return where a term that was found at [start, end) of a folded text ends, its plural included; 0: not there."""
    before, after = text[start - 1 : start] if start else "", text[end : end + 1]
    if flags & JOINED_LEFT and _is_letter(before):
        return 0
    if flags & POST and before and _of_another_rank(text, start, before):
        return 0
    if flags & NUMBER and before and before in ".,，" and text[start - 2 : start - 1].isdigit():
        return 0
    if flags & JOINED_RIGHT and _is_letter(after):
        return _plural_end(text, end, flags)
    if flags & CONTINUED and after and after in _CONTINUED[text[end - 1]]:
        return 0
    if flags & LONE and not (_leaves_alone(before, _BEFORE) and _leaves_alone(after, _AFTER)):
        return 0
    # 大会 in 扩大会议: both of its halves belong to other words.
    if flags & PAIR and before + text[start] in words() and text[end - 1] + after in words():
        return 0
    return end


def _of_another_rank(text: str, start: int, before: str) -> bool:
    """Say whether a rank stands before a post, which makes it another one."""
    if before.isspace():
        return _RANK.search(text[max(0, start - _RANK_LENGTH) : start]) is not None
    return before == "副" or text.endswith("助理", 0, start)


def _plural_end(text: str, end: int, flags: int) -> int:
    if flags & PLURAL_S and text[end] == "s" and not _is_letter(text[end + 1 : end + 2]):
        return end + 1
    if flags & PLURAL_ES and text.startswith("es", end) and not _is_letter(text[end + 2 : end + 3]):
        return end + 2
    return 0


def _is_letter(char: str) -> bool:
    """Say whether a character is a letter or digit that makes one word with others: never so a Chinese one."""
    return char.isalnum() and (char < "\u2e80" or not is_han(char))


def _leaves_alone(neighbour: str, function_words: frozenset[str]) -> bool:
    return not neighbour or not is_han(neighbour) or neighbour in function_words
