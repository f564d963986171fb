"""What a request may ask: parameters and bodies with their bounds, as the OpenAPI document states them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from typing import Annotated, Any, Literal, cast, get_args

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    JsonValue,
    WithJsonSchema,
    model_validator,
)

from glossary.exports import WRITERS
from glossary.index import Mode
from glossary.lookup import SEARCHED, TRUSTED
from glossary.models import CATEGORIES, CONCEPT_STATUSES, Category, ConceptStatus
from glossary.store import Filters

MAX_BODY = 32 * 1024 * 1024
MAX_QUERY = 200
MAX_TEXT = 100_000
MAX_SEGMENT = 10_000
MAX_SEGMENTS = 2_000
MAX_LOOKUPS = 500

_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffd]")


# The same for the description, where half a surrogate pair cannot be said.
_PRINTABLE = {"pattern": r"^[^\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f\ufffd]*$"}


def _printable(text: str) -> str:
    if _CONTROL.search(text):
        raise ValueError("contains a control character, half a surrogate pair or bytes that are no UTF-8: remove them")
    return text


def _listed(values: object) -> object:
    """Take `a,b` for `a` and `b`, and blank ones for none; a lone value is a list of one."""
    given = [values] if isinstance(values, str) else values
    if not isinstance(given, list | tuple):
        return given
    return [
        part for value in given for part in (str(value).split(",") if isinstance(value, str) else [value]) if part != ""
    ]


def _blank_is_none(value: object) -> object:
    return None if value == "" else value


def _without_blanks(values: object) -> object:
    return [value for value in values if value != ""] if isinstance(values, list) else values


def _several(item: Mapping[str, Any]) -> WithJsonSchema:
    return WithJsonSchema({"type": "array", "items": {"type": "string", **item}})


Language = Literal["zh", "en"]
# Blanks stand for nothing chosen, as forms send them: the description says so.
OptionalLanguage = Annotated[
    Language | None,
    BeforeValidator(_blank_is_none),
    WithJsonSchema({"anyOf": [{"type": "string", "enum": ["zh", "en", ""]}, {"type": "null"}]}),
]
Text = Annotated[str, Field(max_length=MAX_QUERY, json_schema_extra=_PRINTABLE), AfterValidator(_printable)]
Queries = Annotated[list[Text], Field(max_length=MAX_LOOKUPS)]
Segments = Annotated[list[Annotated[str, Field(max_length=MAX_SEGMENT)]], Field(max_length=MAX_SEGMENTS)]
Categories = Annotated[tuple[Category, ...], BeforeValidator(_listed), _several({"enum": [*CATEGORIES, ""]})]
StatusAsked = Literal["proposed", "approved", "rejected", "all"]
_STATUS: dict[str, Any] = {"enum": [*get_args(StatusAsked), ""]}
Statuses = Annotated[tuple[StatusAsked, ...], BeforeValidator(_listed), _several(_STATUS)]
# In a body a lone one need not be a list.
BodyStatuses = Annotated[
    tuple[StatusAsked, ...],
    BeforeValidator(_listed),
    WithJsonSchema(
        {"anyOf": [{"type": "array", "items": {"type": "string", **_STATUS}}, {"type": "string", **_STATUS}]}
    ),
]
# A document's symbol may hold a comma; it is given once for each.
Symbol = Annotated[str, Field(min_length=1, max_length=300, json_schema_extra=_PRINTABLE), AfterValidator(_printable)]
Symbols = Annotated[tuple[Symbol, ...], BeforeValidator(_without_blanks), _several({"maxLength": 300, **_PRINTABLE})]
Years = Annotated[
    tuple[Annotated[str, Field(pattern=r"^[0-9]{4}$")], ...],
    BeforeValidator(_listed),
    _several({"pattern": "^([0-9]{4})?$"}),
]
Script = Literal["", "s2tw", "s2hk"]
Tag = Annotated[str, Field(pattern=r"^[A-Za-z]{2,3}=[A-Za-z0-9_-]{2,35}$")]


class Asked(BaseModel):
    """The base of all: unknown parameters are passed over."""

    @classmethod
    @cache
    def model_json_schema(cls, *args: Any, **kwargs: Any) -> dict[str, Any]:  # type: ignore[override]
        """Keep the schema, which flask-openapi3 wants with every request."""
        return super().model_json_schema(*args, **kwargs)


class Narrowed(Asked):
    """Which concepts; several values of one filter are alternatives, repeated or parted by commas."""

    category: Categories = Field((), description="Only these categories.")
    status: Statuses = Field((), description="Only concepts of these statuses; `all` for every status.")
    document: Symbols = Field((), description="Only concepts cited from these documents, by symbol; repeatable.")

    def filters(self, default: tuple[ConceptStatus, ...]) -> Filters:
        """Return the filters, with the default statuses where none were asked for."""
        return Filters(self.category, statuses(self.status, default), self.document)


def statuses(asked: tuple[StatusAsked, ...], default: tuple[ConceptStatus, ...]) -> tuple[ConceptStatus, ...]:
    """Return the concept statuses asked for, or the default."""
    if "all" in asked:
        return CONCEPT_STATUSES
    return cast("tuple[ConceptStatus, ...]", asked) or default


class Searched(Narrowed):
    """A search in the term base."""

    q: Text = Field(
        "",
        description="Chinese, English, an acronym, pinyin or its initials; empty lists by the filters. A minus "
        "before a word leaves it out, quotes keep words together; category:, status:, document: and year: filter, "
        "zh: and en: choose the language.",
    )
    year: Years = Field((), description="Only concepts cited from documents of these years.")
    source: OptionalLanguage = Field(None, description="Search names of this language only; both without it.")
    target: OptionalLanguage = Field(None, description="The language whose terms come next in a hit.")
    mode: Mode = Field("auto", description="How the query is compared.")


class SearchQuery(Searched):
    """A page of search results; approved and proposed concepts unless `status` says otherwise."""

    script: Script = Field(
        "", description="Show Chinese in traditional characters, of Taiwan or Hong Kong; words stay as they are."
    )
    limit: int = Field(20, ge=1, le=100, description="Hits on a page.")
    offset: int = Field(0, ge=0, le=10_000_000, description="Hits to pass over.")


class SuggestQuery(Asked):
    """What was typed so far."""

    q: Text = ""
    limit: int = Field(10, ge=1, le=100)
    status: Statuses = Field(())
    script: Script = Field("", description="Show Chinese in traditional characters, of Taiwan or Hong Kong.")


class ExportQuery(Searched):
    """What to export: the filters of search; approved concepts unless `status` says otherwise."""

    tag: tuple[Tag, ...] = Field((), description="Write other language tags: `zh=zh-CN`; repeatable.")

    def tags(self) -> dict[str, str]:
        """Return the tags to write, by language."""
        return dict(tag.split("=", 1) for tag in self.tag)


class ChangesQuery(Asked):
    """What happened after a revision."""

    since: int = Field(0, ge=0, le=2**62, description="The revision known already.")
    limit: int = Field(1000, ge=1, le=10_000, description="Lines at most; a revision is never cut in two.")


class DocumentQuery(Asked):
    """Which language version of a document."""

    lang: OptionalLanguage = Field(None, description="Without it, the Chinese version where there is one.")


class ConceptPath(Asked):
    """A concept's id."""

    id: str = Field(max_length=64, description="The concept's id, such as `c12`.")


class DocumentPath(Asked):
    """A document's symbol."""

    id: str = Field(max_length=300, description="The document's symbol, with its slashes: `ST/SGB/2010/1`.")


class FormatPath(Asked):
    """An export format."""

    # Others are described as none, but answered with 404.
    format: Annotated[str, WithJsonSchema({"type": "string", "enum": list(WRITERS)})] = Field(max_length=64)


def _given(name: str, kind: str) -> dict[str, JsonValue]:
    return {"required": [name], "properties": {name: {"type": kind}}}


class AnnotateBody(Asked):
    """A text or segments in the source language, whose terms are wanted."""

    model_config = ConfigDict(json_schema_extra={"oneOf": [_given("text", "string"), _given("segments", "array")]})

    text: str | None = Field(None, max_length=MAX_TEXT)
    segments: Segments | None = None
    source: Language = "zh"
    target: Language = "en"
    overlaps: bool = Field(False, description="Also terms that stand inside or across longer ones.")
    status: BodyStatuses = Field((), description="Only concepts of these statuses; approved ones without it.")

    @model_validator(mode="after")
    def _one_of_both(self) -> AnnotateBody:
        if (self.text is None) == (self.segments is None):
            raise ValueError("give either text or segments")
        return self

    def statuses(self) -> tuple[ConceptStatus, ...]:
        """Return the concept statuses to look for."""
        return statuses(self.status, TRUSTED)


class LookupBody(Asked):
    """Names to look up exactly."""

    queries: Queries
    source: OptionalLanguage = Field(None, description="Compare with names of this language only; both without it.")
    target: OptionalLanguage = None
    status: BodyStatuses = Field((), description="Only concepts of these statuses; approved ones without it.")

    def statuses(self) -> tuple[ConceptStatus, ...]:
        """Return the concept statuses to look for."""
        return statuses(self.status, TRUSTED)


class PairAsked(Asked):
    """A segment: the text, and its translation."""

    source: str = Field(max_length=MAX_SEGMENT)
    target: str = Field(max_length=MAX_SEGMENT, description="An empty one is not translated yet, and not checked.")


Pairs = Annotated[list[PairAsked], Field(max_length=MAX_SEGMENTS)]


def _between(source: str, target: str) -> dict[str, JsonValue]:
    """Describe two languages; those that are left out are zh and en."""
    left_out = {"source": "zh", "target": "en"}
    given = {"source": source, "target": target}
    required: list[JsonValue] = [name for name, lang in given.items() if lang != left_out[name]]
    return {"required": required, "properties": {name: {"const": lang} for name, lang in given.items()}}


class CheckBody(Asked):
    """A translated text in its order, for names are introduced and rendered alike in a text as a whole."""

    model_config = ConfigDict(json_schema_extra={"oneOf": [_between("zh", "en"), _between("en", "zh")]})

    segments: Pairs
    source: Language = "zh"
    target: Language = "en"
    status: BodyStatuses = Field((), description="Only concepts of these statuses; approved ones without it.")

    @model_validator(mode="after")
    def _two_languages(self) -> CheckBody:
        if self.source == self.target:
            raise ValueError("source and target are one language: a translation has two")
        return self

    def statuses(self) -> tuple[ConceptStatus, ...]:
        """Return the concept statuses to look for."""
        return statuses(self.status, TRUSTED)


SEARCH_DEFAULT = SEARCHED
EXPORT_DEFAULT = TRUSTED
