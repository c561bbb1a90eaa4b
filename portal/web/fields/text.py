"""Text: trimmed, composed, without what cannot be stored or shown, and short enough."""

import re
import unicodedata
from typing import Any

from flask_babel import gettext as _
from wtforms import fields as plain
from wtforms.validators import StopValidation

from portal.web.fields.explained import Explained

_FORBIDDEN = re.compile(
    r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffd-\uffff"
    r"\u202a-\u202e\u2066-\u2069]"
)

# Stripped, not matched: a pattern for the end of a text takes the square of a long blank's length.
_BLANK = "".join(letter for letter in map(chr, range(0x3001)) if letter.isspace())
_UNSEEN = f"{_BLANK}\u200b\u2060\ufeff"


def clean(text: str) -> str:
    """Return text in composed form, with one kind of line end, trimmed of all that is not seen."""
    lines = unicodedata.normalize("NFC", text).replace("\r\n", "\n").replace("\r", "\n")
    return lines.strip(_UNSEEN)


class _Text(Explained):
    """Text that fits its column and holds nothing that cannot be stored or shown."""

    def __init__(self, label: Any = None, *args: Any, maximum: int = 200, **kwargs: Any) -> None:
        self.maximum = maximum
        super().__init__(label, *args, **kwargs)

    def process_formdata(self, valuelist: list[str]) -> None:
        """Take the first value given, cleaned; what was not sent is not what is stored."""
        self.data = clean(valuelist[0]) if valuelist else None

    def pre_validate(self, form: Any) -> None:
        """Refuse control characters and over-long text before any other check."""
        text = self.data or ""
        if _FORBIDDEN.search(text):
            raise StopValidation(
                _("“%(label)s”含有无法保存的字符，请删去后重新输入。", label=self.label.text)
            )
        if len(text) > self.maximum:
            raise StopValidation(
                _(
                    "“%(label)s”最多%(maximum)s个字符，现有%(now)s个，请缩短。",
                    label=self.label.text,
                    maximum=self.maximum,
                    now=len(text),
                )
            )


class StrippedString(_Text, plain.StringField):
    """One line of text."""

    def process_formdata(self, valuelist: list[str]) -> None:
        """Take the first value given, as one line."""
        self.data = " ".join(clean(valuelist[0]).split("\n")) if valuelist else None


class Prose(_Text, plain.TextAreaField):
    """Several lines of text; `rows` high."""

    shown_as = "textarea"

    def __init__(self, label: Any = None, *args: Any, rows: int = 5, **kwargs: Any) -> None:
        self.rows = rows
        kwargs.setdefault("maximum", 10_000)
        super().__init__(label, *args, **kwargs)


class Secret(_Text, plain.PasswordField):
    """A password or a one-time code: never shown again, never trimmed inside."""

    shown_as = "password"

    def process_formdata(self, valuelist: list[str]) -> None:
        """Take what was typed as it is."""
        self.data = valuelist[0] if valuelist else None


class Hidden(_Text, plain.HiddenField):
    """A value that the page carries along; checked like any other text."""

    shown_as = "hidden"

    def empty_sentence(self) -> str:
        """Return what is said when the page was cut short: nobody could fill this in."""
        return str(_("页面不完整。请重新打开本页后再提交。"))
