"""Two languages: Chinese is the source text, English comes from the catalogue."""

from functools import cache
from gettext import NullTranslations
from pathlib import Path
from urllib.parse import urlsplit

from babel.support import Translations
from flask import Blueprint, Flask, Response, redirect, request
from flask_babel import Babel, get_locale, gettext, ngettext

from portal.web.access import is_api, public

LANGUAGES = {"zh": "中文", "en": "English"}
COOKIE = "language"
CATALOGUES = Path(__file__).parent.parent / "locales"
_LOCALES = {"zh": "zh_Hans_CN", "en": "en"}

blueprint = Blueprint("language", __name__)


def chosen() -> str:
    """Return the language of this visitor: the one chosen before, else Chinese.

    A call of the API says its language itself, since cookies count for nothing there.
    """
    if request and is_api():
        return request.accept_languages.best_match(LANGUAGES) or "zh"
    wanted = request.cookies.get(COOKIE, "") if request else ""
    return wanted if wanted in LANGUAGES else "zh"


def language() -> str:
    """Return the language of the page being made, `zh` or `en`."""
    locale = get_locale()
    return "en" if locale is not None and locale.language == "en" else "zh"


@cache
def _catalogue(tongue: str) -> NullTranslations:
    return Translations.load(str(CATALOGUES), [_LOCALES[tongue]])


def translated(text: str, tongue: str) -> str:
    """Return a marked text in a language, for what is written outside a page: letters, notices."""
    return str(_catalogue(tongue).gettext(text)) if tongue in _LOCALES and text else text


def local_path(target: str | None, default: str = "/") -> str:
    """Return `target` when it is a path of this site, else `default`; no way out of the house."""
    if not target or not target.startswith("/") or target.startswith(("//", "/\\")):
        return default
    if any(ord(letter) < 33 or letter == "\\" for letter in target) or len(target) > 2000:
        return default
    try:
        parts = urlsplit(target)
    except ValueError:
        return default
    return target if not parts.netloc and not parts.scheme else default


def came_from() -> str | None:
    """Return the path of the page of ours that led here, as the browser tells it."""
    try:
        parts = urlsplit(request.referrer or "")
    except ValueError:
        return None
    if not parts.netloc or parts.netloc != request.host:
        return None
    return local_path(f"{parts.path}?{parts.query}" if parts.query else parts.path, "") or None


def _page_text(text: str) -> str:
    """Return a text of a page; Chinese needs no look-up, it is what the pages are written in."""
    return str(gettext(text)) if language() == "en" else text


@blueprint.post("/language")
@public
def switch() -> Response:
    """Remember the visitor's language and go back to the page they came from."""
    response = redirect(local_path(request.form.get("next")), 303)
    wanted = request.form.get("language", "")
    if wanted in LANGUAGES:
        response.set_cookie(
            COOKIE, wanted, max_age=365 * 86400, samesite="Lax", httponly=True, path="/"
        )
    return response  # type: ignore[return-value]


def install(app: Flask) -> None:
    """Set up Babel; the page language is read from the visitor's cookie alone."""
    app.config["BABEL_DEFAULT_LOCALE"] = _LOCALES["zh"]
    app.config["BABEL_DEFAULT_TIMEZONE"] = "Asia/Shanghai"
    app.config["BABEL_TRANSLATION_DIRECTORIES"] = str(CATALOGUES)
    Babel(app, locale_selector=lambda: _LOCALES[chosen()])
    app.jinja_env.install_gettext_callables(  # type: ignore[attr-defined]
        _page_text, ngettext, newstyle=True
    )
    app.register_blueprint(blueprint)
    app.jinja_env.globals["language"] = language
    app.jinja_env.globals["languages"] = LANGUAGES
