"""Which language the pages speak, and what templates need to say it."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from flask import Flask, Response, g, request

from glossary.lookup import primary
from glossary.symbols import url
from glossary.text import has_han, traditional
from glossary.web import i18n, marking
from glossary.web.guard import impersonal

_YEAR = 365 * 24 * 3600


def register(app: Flask) -> None:
    """Choose the language of each page, remember a choice, and give templates their words."""
    app.before_request(_choose_language)
    app.after_request(_remember_language)
    app.context_processor(_words)
    app.jinja_env.filters["mark"] = marking.marked
    app.jinja_env.filters["script"] = _in_script
    app.jinja_env.filters["lang_tag"] = lang_tag


def lang_tag(lang: str) -> str:
    """Return a language tag for HTML: Chinese without a script is simplified here.

    >>> lang_tag("zh"), lang_tag("zh-Hant"), lang_tag("en")
    ('zh-Hans', 'zh-Hant', 'en')
    """
    return "zh-Hans" if lang == "zh" else lang


def _in_script(text: str, script: str) -> str:
    return traditional(text, script) if script in ("s2tw", "s2hk") and has_han(text) else text  # type: ignore[arg-type]


def _choose_language() -> None:
    if impersonal():
        return
    wanted = (request.args.get("lang"), request.cookies.get("lang"))
    chosen = next((lang for lang in i18n.LANGUAGES for want in wanted if want == lang and want), None)
    if wanted[0] in i18n.LANGUAGES:
        chosen = next(lang for lang in i18n.LANGUAGES if lang == wanted[0])
    if chosen is None:
        best = request.accept_languages.best_match(["en", "zh", "zh-CN", "zh-Hans", "zh-TW", "zh-Hant"], "en")
        chosen = "zh" if str(best).startswith("zh") else "en"
    g.language = chosen


def _remember_language(response: Response) -> Response:
    if impersonal():
        return response
    response.vary.update(("Accept-Language", "Cookie"))
    if request.args.get("lang") == g.get("language") and response.status_code < 400:
        response.set_cookie("lang", g.language, max_age=_YEAR, httponly=True, samesite="Lax")
    return response


def _words() -> dict[str, Any]:
    language: i18n.Language = g.get("language", "en")
    other = "en" if language == "zh" else "zh"
    args = [(name, value) for name, value in request.args.items(multi=True) if name != "lang"]
    return {
        "_": i18n.translator(language),
        "html_lang": lang_tag(language),
        "other_lang": other,
        "other_url": "?" + urlencode([*args, ("lang", other)]),
        "document_url": url,
        "primary": primary,
    }
