"""The blueprint of the API: flask-openapi3 describes its views, and they are called with what they ask for, checked.

The library's own check looks every field up in a JSON schema on every request, which takes longer than most answers.
"""

from __future__ import annotations

import typing
from collections.abc import Callable
from functools import wraps
from typing import Any
from urllib.parse import parse_qs

from flask import abort, request
from flask_openapi3.blueprint import APIBlueprint
from pydantic import BaseModel, ValidationError

from glossary.web import problems

View = Callable[..., Any]
Model = type[BaseModel]


class Blueprint(APIBlueprint):
    """Views that take `path`, `query` and `body`, each a pydantic model."""

    @staticmethod
    def create_view_func(  # type: ignore[override]  # as the library calls it
        func: View, header: None, cookie: None, path: Model | None, query: Model | None, form: None, body: Model | None,
        raw: None, **_: Any,
    ) -> View:  # fmt: skip
        """Return the view as Flask calls it; a fault in what was sent is answered with 422."""
        assert not any((header, cookie, form, raw))
        several = _lists(query) if query else frozenset()

        @wraps(func)
        def view(**parts: Any) -> Any:
            given: dict[str, Any] = {}
            try:
                if path:
                    given["path"] = path.model_validate(parts)
                if query:
                    given["query"] = query.model_validate(_query(several))
                if body:
                    given["body"] = body.model_validate(request.get_json())
            except ValidationError as error:
                abort(problems.invalid(error))
            return func(**given)

        return view


def _lists(model: Model) -> frozenset[str]:
    """Return the parameters that may be repeated."""
    fields = model.model_fields.items()
    return frozenset(name for name, field in fields if typing.get_origin(field.annotation) is tuple)


def _query(several: frozenset[str]) -> dict[str, Any]:
    """Return the parameters of the URL, of one given twice the first; what is no UTF-8 is told by its U+FFFD."""
    given = parse_qs(request.query_string.decode("utf-8", "replace"), keep_blank_values=True)
    return {name: values if name in several else values[0] for name, values in given.items()}
