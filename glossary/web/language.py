"""Which language the pages speak, and what templates need to say it."""

from __future__ import annotations

from typing import Any, cast
from urllib.parse import urlencode

from flask import Flask, Response, g, request

from glossary.lookup import primary
from glossary.symbols import url
from glossary.text import has_han, traditional
from glossary.web import i18n, marking

_YEAR = 365 * 24 * 3600


def register(app: Flask) -> None:
    """Remember the language chosen for pages, and give templates their words."""
    app.after_request(_remember_language)
    app.context_processor(_words)
    app.jinja_env.filters["mark"] = marking.marked
    app.jinja_env.filters["script"] = _in_script
    app.jinja_env.filters["lang_tag"] = lang_tag
    app.jinja_env.filters["own_lang"] = own_lang


def lang_tag(lang: str) -> str:
    """Return a language tag for HTML: Chinese without a script is simplified here.

    >>> lang_tag("zh"), lang_tag("zh-Hant"), lang_tag("en")
    ('zh-Hans', 'zh-Hant', 'en')
    """
    return "zh-Hans" if lang == "zh" else lang


def own_lang(text: str) -> str:
    """Return the language tag of a name or query by its characters.

    >>> own_lang("采购科"), own_lang("DPKO")
    ('zh-Hans', 'en')
    """
    return lang_tag("zh" if has_han(text) else "en")


def _in_script(text: str, script: str) -> str:
    return traditional(text, script) if script in ("s2tw", "s2hk") and has_han(text) else text  # type: ignore[arg-type]


def chosen() -> i18n.Language:
    """Return the language of the page that is asked for: that of the URL, the one chosen before, else the browser's."""
    if "language" not in g:
        g.language = _choice()
    return cast("i18n.Language", g.language)


def _choice() -> i18n.Language:
    for wanted in (request.args.get("lang"), request.cookies.get("lang")):
        for language in i18n.LANGUAGES:
            if language == wanted:
                return language
    best = request.accept_languages.best_match(["en", "zh", "zh-CN", "zh-Hans", "zh-TW", "zh-Hant"], "en")
    return "zh" if str(best).startswith("zh") else "en"


def _remember_language(response: Response) -> Response:
    if "language" not in g:  # nothing here depends on it: the API, files
        return response
    response.vary.update(("Accept-Language", "Cookie"))
    if request.args.get("lang") == g.language and response.status_code < 400:
        response.set_cookie("lang", g.language, max_age=_YEAR, httponly=True, samesite="Lax")
    return response


def _words() -> dict[str, Any]:
    language = chosen()
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
