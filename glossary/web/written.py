"""What a write may say: the bodies of POST, PUT and PATCH, as the OpenAPI document states them."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BeforeValidator, ConfigDict, Field, StrictInt, WithJsonSchema

from glossary.models import INVERSE, Category, Concept, ConceptStatus, PartOfSpeech, TermKind, TermStatus
from glossary.records import concept_from_record, concept_record
from glossary.web.asked import Asked

# What `review.check` asks of names, for the description.
_ONE_LINE = r"[^\u0000-\u001f\u007f\u2028\u2029]*"
Name = Annotated[
    str, Field(min_length=1, max_length=1_000, json_schema_extra={"pattern": rf"^{_ONE_LINE}\S{_ONE_LINE}$"})
]
Subject = Annotated[str, Field(max_length=1_000, json_schema_extra={"pattern": f"^{_ONE_LINE}$"})]
Remark = Annotated[str, Field(max_length=20_000)]


def _whole(value: object) -> object:
    """Take 4.0 for 4: JSON does not tell them apart."""
    return int(value) if isinstance(value, float) and value.is_integer() else value


Offset = Annotated[StrictInt, BeforeValidator(_whole), Field(ge=0, le=2**31)]
Language = Annotated[
    str,
    Field(
        min_length=2,
        max_length=35,
        pattern="^[A-Za-z]{1,8}(-[A-Za-z0-9]{1,8})*$",
        description="`zh`, `en`, or another BCP 47 tag.",
    ),
]
Date = Annotated[str, Field(max_length=40)]


class Written(Asked):
    """The base of all: an unknown key is an error, for a misspelt one would be lost."""

    model_config = ConfigDict(extra="forbid", populate_by_name=True)


class NoteWritten(Written):
    """A remark."""

    name: Annotated[str, Field(max_length=200)] = ""
    text: Remark = ""


class CitationWritten(Written):
    """A place where a term stands; of its offsets, the end comes behind the start."""

    model_config = ConfigDict(
        json_schema_extra={
            "anyOf": [
                {"properties": {"start": {"type": "null"}, "end": {"type": "null"}}},
                {
                    "properties": {"start": {"type": "integer"}, "end": {"type": "integer"}},
                    "required": ["start", "end"],
                },
            ]
        }
    )

    document: Annotated[str, Field(min_length=1, max_length=300)]
    paragraph: Annotated[str, Field(max_length=100)] = ""
    position: Offset | None = None
    start: Offset | None = None
    end: Offset | None = None
    context: Remark | None = None


class TermWritten(Written):
    """A name."""

    text: Name
    lang: Language
    kind: TermKind = "full_form"
    status: TermStatus = "preferred"
    reliability: Annotated[StrictInt, BeforeValidator(_whole), Field(ge=1, le=4)] | None = None
    part_of_speech: PartOfSpeech = "noun"
    sources: list[Name] = Field([])
    valid_from: Date | None = Field(None, alias="from")
    valid_to: Date | None = Field(None, alias="to")
    notes: list[NoteWritten] = Field([])
    citations: list[CitationWritten] = Field([])


class DefinitionWritten(Written):
    """What the concept is."""

    text: Annotated[str, Field(min_length=1, max_length=20_000)]
    lang: Language
    source: Name | None = None


class RelationWritten(Written):
    """A link to another concept; those of its other end (has_part ...), as GET shows them, are passed over."""

    type: Annotated[str, Field(pattern=f"^({'|'.join((*INVERSE, *INVERSE.values()))})$")]
    concept: Annotated[str, Field(pattern="^c[0-9]{1,18}$")]
    text: Annotated[str, Field(max_length=1_000, description="For reading only.")] = ""
    citations: list[CitationWritten] = Field([])


class ConceptBody(Written):
    """A concept whole, as GET shows it."""

    id: Annotated[str, Field(pattern="^(c[0-9]{1,18})?$", description="That of the path, or nothing.")] = ""
    category: Category = "concept"
    status: ConceptStatus = "proposed"
    subject: Subject = ""
    definitions: list[DefinitionWritten] = Field([])
    terms: Annotated[list[TermWritten], Field(min_length=1, max_length=1_000)]
    relations: list[RelationWritten] = Field([])
    notes: list[NoteWritten] = Field([])

    def concept(self) -> Concept:
        """Return the concept; raises InvalidRecord."""
        return concept_from_record(self.model_dump(by_alias=True))


class NewConceptBody(ConceptBody):
    """A concept that is not there yet: it gets its id from the term base."""

    id: Annotated[Literal[""], Field(description="Nothing: the answer tells the id that it gets.")] = ""


class PatchBody(Written):
    """A merge patch (RFC 7396): what is given takes the place of what is there, lists as a whole; null: the default."""

    category: Category | None = None
    status: ConceptStatus | None = None
    subject: Subject | None = None
    definitions: list[DefinitionWritten] | None = None
    terms: Annotated[list[TermWritten], Field(min_length=1, max_length=1_000)] | None = None
    relations: list[RelationWritten] | None = None
    notes: list[NoteWritten] | None = None

    def applied(self, concept: Concept) -> Concept:
        """Return a concept with the patch applied; raises InvalidRecord."""
        return concept_from_record({**concept_record(concept), **self.model_dump(by_alias=True, exclude_unset=True)})


class Condition(Asked):
    """The state that a write was made on."""

    # Described as required, but not asked for by the model: what is missing is answered with 428.
    model_config = ConfigDict(json_schema_extra={"required": ["If-Match"]})

    if_match: Annotated[
        str,
        Field(alias="If-Match", description="The ETag of the concept as read, or `*`."),
        WithJsonSchema({"type": "string", "minLength": 1, "pattern": r"\S"}),
    ] = ""


class MergeBody(Written):
    """Where a concept goes."""

    into: Annotated[str, Field(pattern="^c[0-9]{1,18}$", description="The concept that stays.")]
