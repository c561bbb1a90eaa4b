"""The form every page uses: plain fields that clean, check and explain themselves.

A view reads: `form = Wanted()`, then `if form.validate_on_submit():` and inside it
`with form.catching(), transaction(session()): …; return redirect(…)`; a Breach becomes a
form-level error that cites its article. `answer(template, form=form)` renders with 422 when
something is to be mended.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from flask import render_template, request
from flask_wtf import FlaskForm
from flask_wtf.form import _Auto
from werkzeug.datastructures import CombinedMultiDict, MultiDict
from wtforms.i18n import DummyTranslations

from portal.kernel.law import Breach
from portal.web.fields import (
    Amount,
    Checks,
    Choice,
    Day,
    Hidden,
    Moment,
    Prose,
    Radio,
    Required,
    Secret,
    StrippedString,
    Tick,
    Upload,
    Uploads,
    Whole,
)
from portal.web.messages import say

__all__ = [
    "Amount",
    "Checks",
    "Choice",
    "Day",
    "Form",
    "Hidden",
    "Moment",
    "Prose",
    "Radio",
    "Required",
    "Secret",
    "StrippedString",
    "Tick",
    "Upload",
    "Uploads",
    "Whole",
    "answer",
]


class Form(FlaskForm):
    """A form whose sentences are ours, in the language of the page."""

    class Meta(FlaskForm.Meta):
        """WTForms' own catalogues are not used: every field words its errors itself."""

        locales = ("zh",)

        def get_translations(self, form: Any) -> DummyTranslations:
            """Return no translations: the sentences come translated."""
            return DummyTranslations()

        def wrap_formdata(self, form: Any, formdata: Any) -> Any:
            """Return what a page sent: files for file fields, text for all others, never JSON."""
            if formdata is not _Auto:
                return formdata
            if not form.is_submitted():
                return None
            wanted = {field.name for field in form if getattr(field, "shown_as", "") == "file"}
            files = [item for item in request.files.items(multi=True) if item[0] in wanted]
            return CombinedMultiDict((MultiDict(files), request.form))

    def refuse(self, problem: Breach | str) -> None:
        """Note an error of the whole form: a Breach in words with its article, or a sentence."""
        self.form_errors.append(say(problem) if isinstance(problem, Breach) else problem)

    @contextmanager
    def catching(self) -> Iterator[None]:
        """Turn a Breach raised inside into an error of the form."""
        try:
            yield
        except Breach as breach:
            self.refuse(breach)

    def problems(self) -> list[tuple[str | None, str]]:
        """Return (anchor, sentence) for every error, in the order of the page."""
        found: list[tuple[str | None, str]] = [(None, str(text)) for text in self.form_errors]
        for field in self:
            found += [(_anchor(field), str(text)) for text in _flat(field.errors)]
        return found


class QueryForm(Form):
    """Filters in the address: read from the query string, without a CSRF token."""

    class Meta(Form.Meta):
        """A filter changes nothing, so it carries no token."""

        csrf = False

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(request.args, **kwargs)
        for field in self:
            if field.name not in request.args or field.data is None:
                field.data = _default(field)

    def cleaned(self) -> dict[str, Any]:
        """Return the filters that are set; what is wrong is shown and its default taken."""
        self.validate()
        good = {f.name: _default(f) if f.errors else f.data for f in self}
        return {name: value for name, value in good.items() if value not in (None, "", [], False)}


def _default(field: Any) -> Any:
    return field.default() if callable(field.default) else field.default


def _anchor(field: Any) -> str:
    many = getattr(field, "shown_as", "") in {"radios", "checkboxes"}
    return f"{field.id}-0" if many else str(field.id)


def _flat(errors: Any) -> list[str]:
    if isinstance(errors, dict):
        return [text for inner in errors.values() for text in _flat(inner)]
    return [
        text
        for error in errors
        for text in (_flat(error) if isinstance(error, (dict, list, tuple)) else [error])
    ]


def answer(template: str, form: Form | None = None, **context: Any) -> tuple[str, int]:
    """Render a page: 422 when its form has errors, else 200."""
    status = 422 if form is not None and form.is_submitted() and form.errors else 200
    return render_template(template, form=form, **context), status
