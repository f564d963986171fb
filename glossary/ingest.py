"""Files into a term base: term lists are merged into it, documents are read, extracted and proposed.

`build` is `add` into a new term base. The only module that imports `importers`.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from glossary.bilingual import Segments, bring, named_alike
from glossary.edit import Edit, edit
from glossary.errors import GlossaryError, InputError, InvalidRecord, UnsupportedFormat
from glossary.imports import IMPORT, note_documents
from glossary.merge import Merger, OnConflict, Outcome, shown
from glossary.models import Concept, Remark
from glossary.store import Store
from glossary.verifying import problems
from importers import TERM_SUFFIXES, Kind, kind_of, read_document, read_terms
from importers.segments import read_sides

Say = Callable[[str], None]
LISTED = 1000  # outcomes that a report names one by one; all are counted


@dataclass(slots=True)
class Report:
    """What an import did: concepts and documents by what became of them, and every record left out with the reason.

    `remarks` is what readers say of whole files, each with the file's name before it. `outcomes` are the first records
    that added or changed something, or disagree with the term base. `number` is what the import is undone by; None
    when nothing has changed.
    """

    documents: list[str] = field(default_factory=list)
    pairs: int = 0
    added: int = 0
    changed: int = 0
    unchanged: int = 0
    skipped: list[str] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)
    outcomes: list[Outcome] = field(default_factory=list)
    unlisted: int = 0
    number: int | None = None

    def take(self, outcome: Outcome, place: str) -> None:
        """Count what became of a record of a file."""
        if outcome.action == "added":
            self.added += 1
        elif outcome.action == "changed":
            self.changed += 1
        elif outcome.action == "unchanged":
            self.unchanged += 1
        else:
            self.skipped.append(f"{place}: {outcome.name}: {'; '.join(outcome.kept)}")
        if outcome.action == "unchanged" and not outcome.kept:
            return
        if len(self.outcomes) < LISTED:
            self.outcomes.append(outcome)
        else:
            self.unlisted += 1

    def record(self) -> dict[str, Any]:
        """Return the JSON object of a report, as the API answers it."""
        return {
            "import": self.number,
            "added": self.added,
            "changed": self.changed,
            "unchanged": self.unchanged,
            "pairs": self.pairs,
            "documents": list(dict.fromkeys(self.documents)),
            "unlisted": self.unlisted,
            "records": [
                {
                    "action": each.action,
                    "concept": each.concept,
                    "name": each.name,
                    "why": each.why,
                    "gained": list(each.gained),
                    "kept": list(each.kept),
                }
                for each in self.outcomes
            ],
            "skipped": self.skipped,
            "remarks": self.remarks,
        }

    def __str__(self) -> str:
        parts = [f"{self.added} concepts added", f"{self.changed} changed", f"{self.unchanged} as they were"]
        if self.pairs:
            parts.insert(0, f"{self.pairs} pairs")
        if self.documents:
            parts.insert(0, f"{len(self.documents)} new documents ({', '.join(dict.fromkeys(self.documents))})")
        if self.skipped:
            parts.append(f"{len(self.skipped)} records left out")
        return "; ".join(parts)


@dataclass(frozen=True, slots=True)
class Options:
    """How files come in: who does it, whether document text is kept, what becomes of doubtful and faulty records."""

    who: str = "import"
    date: str | None = None
    with_text: bool = True
    strict: bool = False
    accept: bool = False
    dry_run: bool = False
    on_conflict: OnConflict = "keep"
    columns: Mapping[str, str] = field(default_factory=dict)
    name_files: bool = True  # a list is a source of what it brings


def pairs_of(text: str) -> dict[str, str]:
    """Read what is told as `zh=A,en=B`, such as the columns of a table; raises InputError.

    >>> pairs_of("zh=A, en=B")
    {'zh': 'A', 'en': 'B'}
    """
    pairs = [part.partition("=") for part in text.split(",") if part.strip()]
    if any(not (name.strip() and equals and value.strip()) for name, equals, value in pairs):
        raise InputError(f"“{text}” is not told as in zh=A,en=B: correct it")
    return {name.strip(): value.strip() for name, _, value in pairs}


def build(documents: Sequence[Path], lists: Sequence[Path], out: Path, options: Options, say: Say) -> Report:
    """Make a term base at `out` from nothing: term lists first, then documents; replaces the file when all is well.

    The same input gives the same content, whatever the order of the files. Raises InputError for a faulty file or
    record; then `out` is as it was.
    """
    for path in lists:
        if kind_of(path) != "terms":
            raise UnsupportedFormat("is a document, no term list: name it without --reference", source=path)
    out.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=out.parent) as folder:
        draft = Path(folder) / "draft.db"
        with Store.create(draft) as store:
            ordered = [*sorted(lists), *sorted(documents, key=lambda path: path.name)]
            told = replace(options, strict=True, on_conflict="both", name_files=False)
            report = add(store, ordered, told, say)
            for problem in problems(store):
                raise GlossaryError(f"the term base built is not sound: {problem}")
            _identify(store)
            store.db.conn.execute("VACUUM")
            store.db.disable_wal()
        draft.replace(out)
    return report


def _identify(store: Store) -> None:
    """Name a term base by its content: two builds of the same input are the same."""
    with edit(store, "build") as change:
        change.set_meta("identity", "")
        change.set_meta("identity", store.digest())


def add(store: Store, paths: Sequence[Path], options: Options, say: Say) -> Report:
    """Bring files into a term base as one change: everything, or (an error, a dry run) nothing.

    Term lists come first; what one document shows to be a name is a name in the others, too.
    Raises InputError for a file that cannot be read; with `strict` also for a faulty record.
    """
    report = Report()
    kinds = {file: _kind(file, options) for path in paths for file in _files(path, options, report)}
    try:
        note = (IMPORT if options.name_files else "") + ", ".join(path.name for path in kinds)
        with edit(store, options.who, note, options.date) as change:
            for path in (path for path, kind in kinds.items() if kind == "terms"):
                _add_terms(change, path, options, report, say)
            if set(kinds.values()) - {"terms"}:
                _bring(change, kinds, options, report, say)
            if options.dry_run:
                raise _DryRun  # noqa: TRY301 - the way to leave the transaction untouched
            if change.has_begun:
                report.number = change.revision
                if options.name_files:
                    note_documents(change)
    except _DryRun:
        pass
    return report


def _kind(path: Path, options: Options) -> Kind:
    """Tell what a file is; a table of which the user names the columns is a term list."""
    return "terms" if options.columns and path.suffix.lower() in TERM_SUFFIXES else kind_of(path)


def _files(path: Path, options: Options, report: Report) -> list[Path]:
    """Return a file, or the files of a folder that are read here, in the order of their names.

    One of a folder that cannot be read is left out and said, unless the import is strict.
    """
    if not path.is_dir():
        return [path]
    found = []
    for file in sorted(each for each in path.rglob("*") if each.is_file() and not each.name.startswith(".")):
        try:
            if kind_of(file) == "document":
                read_document(file)
            found.append(file)
        except GlossaryError as error:
            if options.strict:
                raise
            report.skipped.append(str(error))
    if not found:
        raise InputError("no file in this folder is read here; name another one", source=path)
    return found


class _DryRun(Exception):  # takes the transaction back; no error
    pass


def _add_terms(change: Edit, path: Path, options: Options, report: Report, say: Say) -> None:
    say(f"reading {path}")
    merger = Merger(change, options.on_conflict, path.name if options.name_files else "")
    for count, outcome in enumerate(merger.put(_concepts(path, options, report)), 1):
        report.take(outcome, path.name)
        if count % 1000 == 0:
            say(f"{path}: {count:,} records")
    if merger.disagreeing:
        way_out = "overwrite prefers the file's, both makes concepts of their own of them"
        report.remarks.append(
            f"{path.name}: left out because the term base has another English for the Chinese: {merger.disagreeing} "
            f"records; on conflict, {way_out}"
        )
    for said in merger.relate():
        if isinstance(said, Outcome):
            report.unchanged -= 1
            report.take(said, path.name)
        elif options.strict:
            raise InvalidRecord(said, source=path)
        else:
            report.skipped.append(f"{path.name}: {said}")


def _concepts(path: Path, options: Options, report: Report) -> Iterator[Concept]:
    """Yield the concepts of a list, and report what else it holds."""
    for record in read_terms(path, options.columns):
        if isinstance(record, Concept):
            yield replace(record, status="approved") if options.accept else record
        elif isinstance(record, Remark):
            report.remarks.append(f"{path.name}: {record.text}")
        elif options.strict:
            raise record
        else:
            report.skipped.append(str(InvalidRecord(record.reason, source=path.name, line=record.line)))


def _bring(change: Edit, kinds: Mapping[Path, Kind], options: Options, report: Report, say: Say) -> None:
    """Bring in documents and aligned segments."""
    documents = [read_document(path) for path, kind in kinds.items() if kind == "document"]
    brought = bring(
        change,
        named_alike(documents),
        (Segments(*read_sides(path)) for path, kind in kinds.items() if kind == "segments"),
        with_text=options.with_text,
        accept=options.accept,
        say=say,
    )
    report.documents += brought.documents
    report.pairs += brought.pairs
    for concept in change.store.concepts(brought.concepts):
        is_new = brought.concepts[concept.id]
        report.take(Outcome("added" if is_new else "changed", concept.id, shown(concept)), "")
    report.remarks += brought.remarks
