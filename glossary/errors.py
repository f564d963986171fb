"""Everything that can go wrong, as one tree.

GlossaryError                500  exit 1
├── InputError               400  exit 2   bad input or usage: names the file and the line
│   ├── UnsupportedFormat    415  exit 2   names the formats that are read
│   ├── ParseError           422  exit 2   the file as a whole cannot be read
│   ├── InvalidRecord        422  exit 2   one record of a file breaks a rule
│   └── TooLarge             413  exit 2   over a stated limit
├── NotFound                 404  exit 1
├── Conflict                 409  exit 1   somebody else got there first
├── Forbidden                403  exit 1   who asks may not do this
└── StaleDatabase            503  exit 3   names what repairs it

A message is one sentence: what is wrong, then what to do next.
"""

from __future__ import annotations

from pathlib import Path


class GlossaryError(Exception):
    """The root: catch it to catch every error of this project."""

    status = 500
    exit_code = 1


class InputError(GlossaryError):
    """Bad input; `source` (a file) and `line` (from 1) lead the message when they are known."""

    status = 400
    exit_code = 2

    def __init__(self, message: str, *, source: str | Path | None = None, line: int | None = None) -> None:
        place = "" if source is None else str(source)
        if line is not None:
            place += f", line {line}" if place else f"line {line}"
        super().__init__(f"{place}: {message}" if place else message)
        self.reason = message
        self.source = source
        self.line = line


class UnsupportedFormat(InputError):
    """A format that is not read or written here."""

    status = 415


class ParseError(InputError):
    """A file that cannot be read as a whole; raised from the reading library's own error."""

    status = 422


class InvalidRecord(InputError):
    """One record that breaks a rule; the others of its file may still be good."""

    status = 422


class TooLarge(InputError):
    """Input over a limit that the message states."""

    status = 413


class NotFound(GlossaryError):
    """No such concept, document or page."""

    status = 404


class Conflict(GlossaryError):
    """The change was made against an older state, or contradicts what is there."""

    status = 409


class Forbidden(GlossaryError):
    """The token lacks the role, or there is none."""

    status = 403


class StaleDatabase(GlossaryError):
    """A term base or index that is damaged, locked, or of another version."""

    status = 503
    exit_code = 3
