"""Editors' tokens: kept hashed in a file of their own beside the term base, readable by its owner only.

They are never in the term base, so that no backup, export or copy of it can carry them on.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import os
import re
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Literal, get_args

from glossary.errors import Conflict, GlossaryError, InputError, NotFound, StaleDatabase

Role = Literal["reader", "editor"]
ROLES: tuple[Role, ...] = get_args(Role)

_NAME = re.compile(r"[^\W_][\w .@-]{0,63}")


@dataclass(frozen=True, slots=True)
class Token:
    """What is kept of a token: who it was given to, what it allows, and its SHA-256."""

    name: str
    role: Role
    created: str
    digest: str


@dataclass(frozen=True, slots=True)
class _Kept:
    """The contents of the file; `secret` signs the sessions of those who signed in with a token."""

    secret: str
    tokens: tuple[Token, ...]


class Tokens:
    """The tokens of one term base; the file is read anew at every question, so a revoked token is void at once.

    Raises StaleDatabase when the file is damaged or cannot be read.
    """

    def __init__(self, db: Path) -> None:
        self.path = db.with_suffix(".tokens.json")

    def __iter__(self) -> Iterator[Token]:
        return iter(self._read().tokens)

    @property
    def secret(self) -> str:
        """What sessions are signed with; empty where there are no tokens yet."""
        return self._read().secret

    def add(self, name: str, role: Role) -> str:
        """Make a token and return it: the only time that it can be seen.

        Raises InputError for a name that is not one, Conflict when the name is taken.
        """
        if not _NAME.fullmatch(name):
            raise InputError(f"“{name}” cannot name a token: take letters, digits, blanks and . @ - _, at most 64")
        token = secrets.token_urlsafe(32)
        created = datetime.now(UTC).isoformat(timespec="seconds")
        with self._changing() as kept:
            if any(each.name == name for each in kept.tokens):
                raise Conflict(f"there is a token for {name} already: revoke it first, or take another name")
            self._write(replace(kept, tokens=(*kept.tokens, Token(name, role, created, _digest(token)))))
        return token

    def revoke(self, name: str) -> None:
        """Take a token back; raises NotFound."""
        with self._changing() as kept:
            left = tuple(each for each in kept.tokens if each.name != name)
            if left == kept.tokens:
                raise NotFound(f"there is no token for {name} in {self.path}")
            self._write(replace(kept, tokens=left))

    def find(self, token: str) -> Token | None:
        """Return what is kept of a token; how long that takes does not depend on how much of it is right."""
        digest, found = _digest(token), None
        for each in self:
            if hmac.compare_digest(each.digest, digest):
                found = each
        return found

    def named(self, name: str) -> Token | None:
        """Return the token given to somebody."""
        return next((each for each in self if each.name == name), None)

    # -- the file ----------------------------------------------------------------------------------------------------

    def _read(self) -> _Kept:
        try:
            record = json.loads(self.path.read_bytes())
            return _Kept(str(record["secret"]), tuple(_token(each) for each in record["tokens"]))
        except FileNotFoundError:
            return _Kept("", ())
        except OSError as error:
            raise StaleDatabase(f"{self.path} cannot be read ({error.strerror}): check its owner") from error
        except (ValueError, KeyError, TypeError) as error:
            raise StaleDatabase(f"{self.path} is damaged: remove it and give out new tokens") from error

    @contextmanager
    def _changing(self) -> Iterator[_Kept]:
        """Hold the draft that becomes the file: two commands at once would lose a token."""
        try:
            os.close(os.open(self._draft, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
        except FileExistsError as error:
            raise Conflict(f"another command is changing the tokens; if there is none, remove {self._draft}") from error
        except OSError as error:
            raise GlossaryError(f"{self._draft} cannot be written ({error.strerror}): check the folder") from error
        try:
            kept = self._read()
            yield replace(kept, secret=kept.secret or secrets.token_hex(32))
        finally:
            self._draft.unlink(missing_ok=True)

    @property
    def _draft(self) -> Path:
        return self.path.with_name(self.path.name + ".new")

    def _write(self, kept: _Kept) -> None:
        tokens = [{"name": t.name, "role": t.role, "created": t.created, "sha256": t.digest} for t in kept.tokens]
        with self._draft.open("w", encoding="utf-8") as file:
            json.dump({"secret": kept.secret, "tokens": tokens}, file, ensure_ascii=False, indent=2)
            file.flush()
            os.fsync(file.fileno())
        self._draft.replace(self.path)


def _token(record: dict[str, Any]) -> Token:
    role = ROLES[ROLES.index(record["role"])]
    return Token(str(record["name"]), role, str(record["created"]), str(record["sha256"]))


def _digest(token: str) -> str:
    # A token is 256 random bits: there is nothing to guess, so a slow hash would protect nothing more.
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()
