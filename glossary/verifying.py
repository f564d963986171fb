"""Whether a term base holds together: the file, rows that point to others, terms that stand where they are cited."""

from __future__ import annotations

import re
from collections.abc import Iterator

from glossary.store import Store
from glossary.text import american, key

_PLURAL = re.compile(r"(?:[’']s|s[’']?)(?!\w)")
_FINAL_E = re.compile(r"e(?![\w-])")


def problems(store: Store) -> Iterator[str]:
    """Yield a sentence for whatever is wrong with the file or its contents; nothing when all is well."""
    execute = store.db.conn.execute
    for (message,) in execute("PRAGMA integrity_check"):
        if message != "ok":
            yield f"SQLite: {message}"
    for table, row, parent, _ in execute("PRAGMA foreign_key_check"):
        yield f"{table} {row} points to a {parent} that does not exist"
    sql = "SELECT 'c' || id FROM concept WHERE id NOT IN (SELECT concept_id FROM term)"
    for (concept,) in execute(sql):
        yield f"concept {concept} has no term"
    for concept, text, stored in execute("SELECT 'c' || concept_id, text, key FROM term"):
        if key(text) != stored:
            yield f"concept {concept}: the search key of “{text}” is out of date"
    sql = """SELECT 'c' || t.concept_id, t.text, d.symbol, p.label, c.start, c.stop,
                    ifnull(p.text, c.context), p.text IS NOT NULL
             FROM citation c JOIN term t ON t.id = c.term_id JOIN paragraph p ON p.id = c.paragraph_id
             JOIN document d ON d.id = p.document_id WHERE ifnull(p.text, c.context) IS NOT NULL"""
    for concept, term, symbol, label, start, end, text, whole in execute(sql):
        cited = text[start:end] if whole and start is not None else text
        name, printed = key(term), key(cited)
        follower = whole and printed and name.endswith(printed)  # `Add.1` is printed for `A/1/Add.1`
        if name not in printed and not follower and _loose(term) not in _loose(cited):
            yield f"concept {concept}: “{term}” does not stand in its citation {symbol}, para. {label}"


def _loose(text: str) -> str:
    """Return what is alike in the forms of an English name: plural, possessive, case, spelling, hyphens.

    >>> _loose("Peacekeeping Programmes") == _loose("peace-keeping program")
    True
    """
    bare = _PLURAL.sub("", american(text).casefold().replace("ies", "y"))
    return "".join(filter(str.isalnum, _FINAL_E.sub("", american(bare))))
