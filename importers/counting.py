"""Numbers as lists print them: the counting systems of OOXML (ECMA-376 part 1, 17.18.59) that Chinese documents use."""

from __future__ import annotations

from collections.abc import Callable

from importers.numbering import roman

DIGITS = "零一二三四五六七八九"
CAPITALS = "零壹贰叁肆伍陆柒捌玖"
STEMS = "甲乙丙丁戊己庚辛壬癸"
BRANCHES = "子丑寅卯辰巳午未申酉戌亥"
ROMAN_VALUES = ((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"))
MAX_ROMAN = 3999
MAX_REPEAT = 20


def counted(number: int, system: str) -> str:
    """Write a number in a counting system, in Arabic digits where the system is unknown or does not reach so far.

    >>> counted(12, "chineseCountingThousand"), counted(10, "ideographDigital"), counted(3, "ideographEnclosedCircle")
    ('十二', '一〇', '㈢')
    """
    write = SYSTEMS.get(system)
    return (write(number) if write and number > 0 else "") or str(number)


def _letters(number: int) -> str:
    """Count a to z, then aa to zz: the letter is repeated, as Word does."""
    times = (number - 1) // 26 + 1
    return chr(ord("a") + (number - 1) % 26) * times if times <= MAX_REPEAT else ""


def _roman(number: int) -> str:
    if number > MAX_ROMAN:
        return ""
    written = ""
    for value, sign in ROMAN_VALUES:
        written += sign * (number // value)
        number %= value
    return written + "x" * (number // 10) + (roman(number % 10).lower() if number % 10 else "")


def _han(number: int, digits: str = DIGITS, units: str = "十百千") -> str:
    if number > 9999:
        return ""
    written, gap = "", False
    for power in (3, 2, 1, 0):
        digit = number // 10**power % 10
        if not digit:
            gap = bool(written)
            continue
        written += (digits[0] if gap else "") + digits[digit] + (units[power - 1] if power else "")
        gap = False
    return written


def _han_tens(number: int) -> str:
    """Count 十 for 一十 at the beginning, as the common systems do."""
    written = _han(number)
    return written.removeprefix("一") if 10 <= number < 20 else written


def _han_digits(number: int) -> str:
    return "".join("〇" if digit == "0" else DIGITS[int(digit)] for digit in str(number))


def _from(first: str, count: int) -> Callable[[int], str]:
    return lambda number: chr(ord(first) + number - 1) if number <= count else ""


def _circled(number: int) -> str:
    for first, base, count in (("①", 1, 20), ("㉑", 21, 15), ("㊱", 36, 15)):
        if base <= number < base + count:
            return chr(ord(first) + number - base)
    return ""


def _cycle(signs: str) -> Callable[[int], str]:
    return lambda number: signs[number - 1] if number <= len(signs) else ""


def _full_width(number: int) -> str:
    return "".join(chr(ord("０") + int(digit)) for digit in str(number))


SYSTEMS: dict[str, Callable[[int], str]] = {
    "decimalZero": lambda number: f"{number:02}",
    "decimalFullWidth": _full_width,
    "decimalFullWidth2": _full_width,
    "decimalEnclosedCircle": _circled,
    "decimalEnclosedCircleChinese": _circled,
    "decimalEnclosedParen": _from("⑴", 20),
    "decimalEnclosedFullstop": _from("⒈", 20),
    "numberInDash": lambda number: f"- {number} -",
    "lowerLetter": _letters,
    "upperLetter": lambda number: _letters(number).upper(),
    "lowerRoman": _roman,
    "upperRoman": lambda number: _roman(number).upper(),
    "chineseCounting": _han_tens,
    "chineseCountingThousand": _han_tens,
    "chineseLegalSimplified": lambda number: _han(number, CAPITALS, "拾佰仟"),
    "ideographDigital": _han_digits,
    "japaneseCounting": _han_tens,
    "japaneseDigitalTenThousand": _han_digits,
    "taiwaneseCounting": _han_tens,
    "taiwaneseCountingThousand": _han_tens,
    "taiwaneseDigital": _han_digits,
    "ideographEnclosedCircle": _from("㈠", 10),
    "ideographTraditional": _cycle(STEMS),
    "ideographZodiac": _cycle(BRANCHES),
}
