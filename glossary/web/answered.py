"""What the API answers, for the OpenAPI document; the answers themselves are plain records."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel, ConfigDict, Field

from glossary.lookup.checking import Rule, Severity, SideName
from glossary.models import Category, ConceptStatus, ParagraphKind, PartOfSpeech, TermKind, TermStatus


class Answer(BaseModel):
    """Names that Python keeps for itself stand here under another."""

    model_config = ConfigDict(populate_by_name=True)


class Problem(Answer):
    """What went wrong (RFC 9457)."""

    type: str = "about:blank"
    title: str
    status: int
    detail: str
    errors: list[dict[str, Any]] = Field([], description="For 422: the parameters at fault, `where` and `what`.")
    changes: list[dict[str, Any]] = Field([], description="For 409: what happened since, as in a history.")


class TermShown(Answer):
    """A term of a hit."""

    text: str
    lang: str
    kind: TermKind
    status: TermStatus
    reliability: int | None = Field(description="4 seen in the official version itself ... 1 less sure; null unjudged.")


class HitShown(Answer):
    """A concept found."""

    concept: str = Field(pattern="^c[0-9]+$")
    category: Category
    status: ConceptStatus
    score: float = Field(description="In (0, 1].")
    matched: str
    terms: list[TermShown]


class SearchAnswer(Answer):
    """A page of hits, best first."""

    total: int
    hits: list[HitShown]
    facets: dict[str, dict[str, int]]
    suggestions: list[str] = Field(description="Names that may have been meant, where nothing fits the query as typed.")
    more: bool = Field(description="So many names fit that counting stopped: total and facets speak of the best ones.")
    revision: int


class SuggestionShown(Answer):
    """A name that begins as typed."""

    text: str
    lang: str
    concept: str


class SuggestAnswer(Answer):
    """Names that begin as typed, best first."""

    suggestions: list[SuggestionShown]
    revision: int


class NoteShown(Answer):
    """A remark under the source's own name for it."""

    name: str
    text: str


class CitationShown(Answer):
    """A place where a term stands; offsets count code points of the paragraph."""

    document: str
    paragraph: str
    position: int | None
    start: int | None
    end: int | None
    context: str | None


class FullTerm(TermShown):
    """A term with everything known of it."""

    part_of_speech: PartOfSpeech
    sources: list[str]
    valid_from: str | None = Field(alias="from")
    valid_to: str | None = Field(alias="to")
    notes: list[NoteShown]
    citations: list[CitationShown]


class DefinitionShown(Answer):
    """What a concept is."""

    text: str
    lang: str
    source: str | None


class RelationShown(Answer):
    """A link to another concept, seen from the one shown."""

    type: str = Field(
        description="part_of, has_part, heads, headed_by, reports_to, answered_to_by, succeeds, succeeded_by"
    )
    concept: str
    text: str
    citations: list[CitationShown]


class OutcomeShown(Answer):
    """What became of a record."""

    action: str = Field(description="added, changed, unchanged, skipped")
    concept: str = Field(description="In a dry run, the id of a concept added is the one that it would have got.")
    name: str
    why: str = Field(description="How the concept was found.")
    gained: list[str] = Field(description="What the concept has now that it had not before.")
    kept: list[str] = Field(description="Where the file and the term base disagree.")


class ImportAnswer(Answer):
    """What an import did, or would do."""

    dry_run: bool
    number: int | None = Field(alias="import", description="What the import is taken back by; null: nothing changed.")
    added: int
    changed: int
    unchanged: int
    pairs: int
    documents: list[str]
    records: list[OutcomeShown] = Field(description="The first 1,000 that added or changed something, or disagree.")
    unlisted: int = Field(description="How many more there are.")
    skipped: list[str] = Field(description="Every record left out, with the reason.")
    remarks: list[str] = Field(description="What was taken for what, and what was kept as notes.")


class ImportShown(Answer):
    """An import."""

    number: int
    when: str
    who: str
    files: str
    added: int
    changed: int
    undone: int | None = Field(description="The revision that took it back.")


class ImportsAnswer(Answer):
    """The imports, newest first."""

    imports: list[ImportShown]


class UndoneAnswer(Answer):
    """What taking an import back did."""

    number: int
    removed: int
    restored: int
    left: list[str]
    documents: list[str]


class ConceptAnswer(Answer):
    """A concept whole."""

    id: str
    category: Category
    status: ConceptStatus
    subject: str
    definitions: list[DefinitionShown]
    terms: list[FullTerm]
    relations: list[RelationShown]
    notes: list[NoteShown]


class ChangeShown(Answer):
    """A line of the change log."""

    revision: int
    when: str
    who: str
    concept: str
    action: str


class HistoryAnswer(Answer):
    """What happened to a concept, oldest first."""

    concept: str
    changes: list[ChangeShown]


class ChangesAnswer(Answer):
    """What happened after a revision, oldest first; ask again since `revision` until `more` is false."""

    revision: int
    changes: list[ChangeShown]
    more: bool


class TargetShown(Answer):
    """A term to translate by."""

    text: str
    kind: TermKind
    status: TermStatus
    reliability: int | None


class MatchShown(Answer):
    """A term in a text."""

    start: int
    end: int
    start_utf16: int
    end_utf16: int
    text: str
    concept: str
    concept_status: ConceptStatus
    category: Category
    term: str
    lang: str
    kind: TermKind
    status: TermStatus
    targets: list[TargetShown]


class Matches(Answer):
    """The terms of a segment, by start, longest first."""

    matches: list[MatchShown]


class AnnotateAnswer(Answer):
    """`matches` for a text, `segments` for segments, in the order given."""

    matches: list[MatchShown] | None = None
    segments: list[Matches] | None = None
    revision: int


class FindingShown(Answer):
    """What a rule found, at [start, end) of one side of a segment."""

    segment: int = Field(description="The segment's place in the list sent, from 0.")
    rule: Rule
    severity: Severity
    side: SideName
    start: int
    end: int
    start_utf16: int
    end_utf16: int
    expected: list[str] = Field(description="What may stand there; best first.")
    found: str | None = Field(description="What stands there in the target; null where something is missing.")
    concept: str | None


class CheckAnswer(Answer):
    """What was found, in the order of the segments; nothing when all is well."""

    findings: list[FindingShown]
    revision: int


class LookedUp(Answer):
    """A query and the concepts of that name."""

    query: str
    concepts: list[HitShown]


class LookupAnswer(Answer):
    """One result a query, in order."""

    results: list[LookedUp]
    revision: int


class CitationLine(Answer):
    """A concept in one line: place, Chinese name, English name, who says so."""

    concept: str
    line: str


class Cited(Answer):
    """A query and a line for each concept of that name."""

    query: str
    citations: list[CitationLine]


class CiteAnswer(Answer):
    """One result a query, in order."""

    results: list[Cited]
    revision: int


class DocumentShown(Answer):
    """A document as a list shows it."""

    id: str
    lang: str
    title: str
    date: str | None
    url: str | None
    paragraphs: int
    concepts: int


class DocumentsAnswer(Answer):
    """All documents, in the order of symbols."""

    documents: list[DocumentShown]
    revision: int


class ParagraphShown(Answer):
    """A paragraph; its text is null where the term base keeps none."""

    label: str
    kind: ParagraphKind
    level: int
    text: str | None


class TermOfDocument(Answer):
    """A concept cited from a document."""

    concept: str
    category: Category
    status: ConceptStatus
    text: str
    text_en: str
    paragraph: str
    count: int


class DocumentAnswer(Answer):
    """A document with its paragraphs and the concepts cited from it, in reading order."""

    id: str
    lang: str
    title: str
    date: str | None
    url: str | None
    paragraphs: list[ParagraphShown]
    terms: list[TermOfDocument]
    revision: int


class StatsAnswer(Answer):
    """Figures of the term base."""

    db: str
    revision: int
    concepts: int
    categories: dict[str, int]
    statuses: dict[str, int]
    terms: dict[str, int]
    concepts_with_english: int
    relations: int
    citations: int
    documents: int


class HealthAnswer(Answer):
    """Whether the service answers, and from what."""

    status: str
    revision: int
    index_revision: int
    db: str
