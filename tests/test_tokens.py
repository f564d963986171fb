"""Editors' tokens: seen once, kept hashed, void as soon as they are revoked."""

from __future__ import annotations

import json
import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from glossary.errors import Conflict, InputError, NotFound, StaleDatabase
from glossary.termbase import shipped
from glossary.tokens import Tokens


@pytest.fixture
def tokens(tmp_path: Path) -> Tokens:
    return Tokens(tmp_path / "terms.db")


def test_a_token_is_known_again_and_not_kept(tokens: Tokens) -> None:
    token = tokens.add("Ana", "editor")
    found = tokens.find(token)
    assert found is not None
    assert (found.name, found.role) == ("Ana", "editor")
    assert token not in tokens.path.read_text("utf-8")
    assert tokens.path.name == "terms.tokens.json"


def test_only_the_owner_can_read_the_file(tokens: Tokens) -> None:
    old = os.umask(0)
    try:
        tokens.add("Ana", "editor")
        tokens.add("Bo", "reader")
    finally:
        os.umask(old)
    assert stat.S_IMODE(tokens.path.stat().st_mode) == 0o600
    assert [path.name for path in tokens.path.parent.iterdir()] == ["terms.tokens.json"]


@pytest.mark.parametrize("wrong", ["", "x", "ż", "\ud800", "a" * 43])
def test_another_token_is_not_known(tokens: Tokens, wrong: str) -> None:
    tokens.add("Ana", "editor")
    assert tokens.find(wrong) is None


def test_two_people_have_two_tokens_and_one_secret(tokens: Tokens) -> None:
    first = tokens.add("Ana", "editor")
    secret = tokens.secret
    second = tokens.add("王 Bo", "reader")
    assert first != second
    assert [token.name for token in tokens] == ["Ana", "王 Bo"]
    assert tokens.secret == secret != ""


def test_a_revoked_token_is_void_and_the_name_is_free(tokens: Tokens) -> None:
    token = tokens.add("Ana", "editor")
    tokens.revoke("Ana")
    assert tokens.find(token) is None
    assert tokens.find(tokens.add("Ana", "editor")) is not None
    assert tokens.find(token) is None


def test_what_cannot_be_done_is_said(tokens: Tokens) -> None:
    with pytest.raises(NotFound, match="no token for Ana"):
        tokens.revoke("Ana")
    tokens.add("Ana", "editor")
    with pytest.raises(Conflict, match="revoke it first"):
        tokens.add("Ana", "reader")
    for name in ("", " ", "a\nb", "x" * 65, "-x"):
        with pytest.raises(InputError):
            tokens.add(name, "editor")


def test_without_a_file_there_are_no_tokens(tokens: Tokens) -> None:
    assert list(tokens) == []
    assert tokens.find("x") is None
    assert tokens.secret == ""


@pytest.mark.parametrize(
    "content",
    [b"", b"{", b"[]", b'{"tokens": []}', b"\xff", b'{"secret": "x", "tokens": [{"name": "a"}]}',
     b'{"secret": "x", "tokens": [{"name": "a", "role": "king", "created": "2026", "sha256": "0"}]}'],
)  # fmt: skip
def test_a_damaged_file_is_said_and_left_alone(tokens: Tokens, content: bytes) -> None:
    tokens.path.write_bytes(content)
    with pytest.raises(StaleDatabase, match="damaged"):
        tokens.find("x")
    with pytest.raises(StaleDatabase, match="damaged"):
        tokens.add("Ana", "editor")
    assert tokens.path.read_bytes() == content


def test_a_change_in_progress_is_not_overtaken(tokens: Tokens) -> None:
    draft = tokens.path.with_name("terms.tokens.json.new")
    draft.touch()
    with pytest.raises(Conflict, match="another command"):
        tokens.add("Ana", "editor")
    assert draft.exists()
    draft.unlink()
    tokens.add("Ana", "editor")


# -- the command -------------------------------------------------------------------------------------------------------


def run(store_path: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "glossary.cli", "--db", str(store_path), *arguments]
    return subprocess.run(command, capture_output=True, text=True, encoding="utf-8", timeout=60, check=False)


def test_the_command_adds_lists_and_revokes(store_path: Path) -> None:
    token = run(store_path, "token", "add", "Ana").stdout.strip()
    found = Tokens(store_path).find(token)
    assert found is not None
    assert found.role == "editor"
    listed = run(store_path, "token", "list").stdout
    assert "Ana\teditor\t20" in listed
    assert token not in listed
    assert json.loads(run(store_path, "token", "list", "--json").stdout)["tokens"][0]["name"] == "Ana"
    assert run(store_path, "token", "revoke", "Ana").returncode == 0
    assert run(store_path, "token", "revoke", "Ana").returncode == 1
    assert run(store_path, "token", "list").stdout == ""


def test_no_tokens_are_put_beside_the_shipped_term_base() -> None:
    path = shipped("terms.db")
    done = run(path, "token", "add", "Ana")
    assert done.returncode == 1
    assert "only read" in done.stderr
    assert not Tokens(path).path.exists()


def test_a_token_is_neither_in_the_term_base_nor_in_what_leaves_it(store_path: Path, tmp_path: Path) -> None:
    token = run(store_path, "token", "add", "Ana").stdout.strip()
    digest = next(iter(Tokens(store_path))).digest
    run(store_path, "backup", str(tmp_path / "copy.db"))
    run(store_path, "export", str(tmp_path / "all.jsonl"), "--status", "all")
    for path in (store_path, tmp_path / "copy.db", tmp_path / "all.jsonl"):
        assert token.encode() not in path.read_bytes()
        assert digest.encode() not in path.read_bytes()
