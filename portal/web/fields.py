"""Fields that trim, refuse what no database or reader can bear, and say how to mend an error.

Every field takes, besides WTForms' own arguments: `hint`, `article` (the article of the Measures
that requires it, shown with the hint), `width` (characters, one of 2 3 4 5 10 20 30) and
`required=True` (else the field is optional).
"""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any

from flask_babel import gettext as _
from flask_wtf.file import MultipleFileField
from werkzeug.datastructures import FileStorage
from wtforms import fields as plain
from wtforms.validators import StopValidation, ValidationError

from portal.kernel import clock

_FORBIDDEN = re.compile(
    r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffd-\uffff"
    r"\u202a-\u202e\u2066-\u2069]"
)
_DAY = re.compile(r"^(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?$")
_COMPACT_DAY = re.compile(r"^(\d{4})(\d{2})(\d{2})$")


class Required:
    """Refuse an empty field in words that name it."""

    field_flags = {"required": True}

    def __call__(self, form: Any, field: Any) -> None:
        """Stop with a sentence when nothing usable was given."""
        if field.errors:
            raise StopValidation()
        if field.data in (None, "", [], False) or not _filled(field.data):
            raise StopValidation(field.empty_sentence())


def _filled(data: Any) -> bool:
    if isinstance(data, FileStorage):
        return bool(data.filename)
    if isinstance(data, list):
        return any(_filled(item) for item in data)
    return True


def _given(value: Any) -> bool:
    return bool(value.strip()) if isinstance(value, str) else _filled(value)


class _Optional:
    """Stop without a further error when an optional field was left empty."""

    def __call__(self, form: Any, field: Any) -> None:
        if field.errors or not any(_given(value) for value in field.raw_data or ()):
            raise StopValidation()


class _Explained:
    """What every field of ours carries besides WTForms' own."""

    shown_as = "text"
    label: Any

    def __init__(
        self,
        label: Any = None,
        validators: Sequence[Any] = (),
        *,
        hint: Any = None,
        article: str | None = None,
        width: int | None = None,
        required: bool = False,
        **kwargs: Any,
    ) -> None:
        self.hint, self.article, self.width = hint, article, width
        self.optional = not required
        first: Any = Required() if required else _Optional()
        super().__init__(label, [first, *validators], **kwargs)

    def empty_sentence(self) -> str:
        """Return what is said when the field was left empty."""
        return str(_("请填写“%(label)s”。", label=self.label.text))


def clean(text: str) -> str:
    """Return text in composed form, trimmed, with one kind of line end."""
    return unicodedata.normalize("NFC", text).replace("\r\n", "\n").replace("\r", "\n").strip()


class _Text(_Explained):
    """Text that fits its column and holds nothing that cannot be stored or shown."""

    def __init__(self, label: Any = None, *args: Any, maximum: int = 200, **kwargs: Any) -> None:
        self.maximum = maximum
        super().__init__(label, *args, **kwargs)

    def process_formdata(self, valuelist: list[str]) -> None:
        """Take the first value given, cleaned."""
        if valuelist:
            self.data = clean(valuelist[0])

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
        if valuelist:
            self.data = " ".join(clean(valuelist[0]).split("\n"))


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
        if valuelist:
            self.data = valuelist[0]


class Hidden(_Text, plain.HiddenField):
    """A value that the page carries along; checked like any other text."""

    shown_as = "hidden"


class _Parsed(_Explained):
    """A field whose text must be read as something else; keeps what was typed on error."""

    def unreadable(self) -> str:
        """Return what is said when the text cannot be read."""
        raise TypeError(type(self).__name__)

    def parse(self, text: str) -> Any:
        """Return the value of a non-empty text; raises ValueError when it cannot be read."""
        raise TypeError(type(self).__name__)

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read the first value given; an empty one is None."""
        self.data = None
        text = unicodedata.normalize("NFKC", valuelist[0]).strip() if valuelist else ""
        if not text:
            return
        try:
            self.data = self.parse(text)
        except (ValueError, ArithmeticError, InvalidOperation) as error:
            raise ValueError(self.unreadable()) from error

    def _value(self) -> str:
        if self.raw_data:  # type: ignore[attr-defined]
            return str(self.raw_data[0])  # type: ignore[attr-defined]
        return "" if self.data is None else self.shown()

    def shown(self) -> str:
        """Return the value as the input shows it."""
        return str(self.data)


class Whole(_Parsed, plain.IntegerField):
    """A whole number between `minimum` and `maximum`."""

    shown_as = "number"

    def __init__(
        self,
        label: Any = None,
        *args: Any,
        minimum: int = 0,
        maximum: int = 2_000_000_000,
        **kwargs: Any,
    ) -> None:
        self.minimum, self.maximum = minimum, maximum
        super().__init__(label, *args, **kwargs)

    def parse(self, text: str) -> int:
        """Read digits, with thousands commas allowed."""
        text = text.replace(",", "")
        if not re.fullmatch(r"-?\d{1,18}", text):
            raise ValueError(text)
        return int(text)

    def unreadable(self) -> str:
        """Ask for digits."""
        return str(_("“%(label)s”请填写整数，例如 12。", label=self.label.text))

    def pre_validate(self, form: Any) -> None:
        """Refuse a number outside the bounds."""
        if self.data is not None and not self.minimum <= self.data <= self.maximum:
            raise ValidationError(
                _(
                    "“%(label)s”应在%(low)s到%(high)s之间。",
                    label=self.label.text,
                    low=self.minimum,
                    high=self.maximum,
                )
            )


class Amount(_Parsed, plain.DecimalField):
    """A sum of money in yuan with at most two decimals."""

    shown_as = "number"

    def parse(self, text: str) -> Decimal:
        """Read an amount, with thousands commas and a yuan sign allowed."""
        text = re.sub(r"[,\s¥￥元]", "", text)
        if not re.fullmatch(r"\d{1,13}(\.\d{1,2})?", text):
            raise ValueError(text)
        return Decimal(text)

    def unreadable(self) -> str:
        """Ask for an amount."""
        return str(
            _("“%(label)s”请填写金额（元），最多两位小数，例如 1200.50。", label=self.label.text)
        )


class Day(_Parsed, plain.DateField):
    """A date: 2026-02-12, 2026/2/12, 20260212 or 2026年2月12日."""

    shown_as = "date"

    def parse(self, text: str) -> date:
        """Read any of the usual ways to write a date."""
        found = _COMPACT_DAY.match(text) or _DAY.match(text)
        if not found:
            raise ValueError(text)
        year, month, day = (int(part) for part in found.groups())
        if not 1900 <= year <= 2200:
            raise ValueError(text)
        return date(year, month, day)

    def unreadable(self) -> str:
        """Ask for a date that exists."""
        return str(_("“%(label)s”请填写存在的日期，例如 2026-02-12。", label=self.label.text))

    def shown(self) -> str:
        """Return the date as a date input wants it."""
        return str(self.data.isoformat())


class Moment(_Parsed, plain.DateTimeField):
    """A date and time in Asia/Shanghai, given back as an aware instant; a bare date is 00:00."""

    shown_as = "moment"

    def parse(self, text: str) -> datetime:
        """Read an ISO date or date and time; without a zone it is Asia/Shanghai."""
        moment = datetime.fromisoformat(text.replace("/", "-"))
        if not 1900 <= moment.year <= 2200:
            raise ValueError(text)
        return moment.replace(tzinfo=clock.ZONE) if moment.tzinfo is None else moment

    def unreadable(self) -> str:
        """Ask for a date and time."""
        return str(_("“%(label)s”请填写日期和时间，例如 2026-02-12 09:30。", label=self.label.text))

    def shown(self) -> str:
        """Return the moment as a datetime-local input wants it."""
        return str(self.data.astimezone(clock.ZONE).strftime("%Y-%m-%dT%H:%M"))


class _Picked(_Explained):
    """A choice among `choices`, pairs of code and (lazy) label."""

    def empty_sentence(self) -> str:
        """Return what is said when nothing was chosen."""
        return str(_("请选择“%(label)s”。", label=self.label.text))

    def unknown_sentence(self) -> str:
        """Return what is said of a code that is not on the list."""
        return str(_("“%(label)s”所选的项目不存在，请重新选择。", label=self.label.text))


def _codes(choices: Any) -> Iterable[str]:
    groups = choices.values() if isinstance(choices, dict) else [choices or ()]
    return (str(choice[0]) for group in groups for choice in group)


class _One(_Picked):
    """One of several; an unknown code is refused, an empty one left to `required`."""

    choices: Any
    data: Any
    coerce: Any

    def process_formdata(self, valuelist: list[str]) -> None:
        """Take the first code given; none when it is empty."""
        self.data = None
        if valuelist and valuelist[0]:
            try:
                self.data = self.coerce(valuelist[0])
            except (ValueError, TypeError) as error:
                raise ValueError(self.unknown_sentence()) from error

    def pre_validate(self, form: Any) -> None:
        """Refuse a code that is not on the list."""
        if self.data in (None, "", "None"):
            self.data = None
        elif str(self.data) not in _codes(self.choices):
            raise StopValidation(self.unknown_sentence())


class Choice(_One, plain.SelectField):
    """A drop-down list, with an empty first entry unless `blank=False`."""

    shown_as = "select"

    def __init__(self, label: Any = None, *args: Any, blank: bool = True, **kwargs: Any) -> None:
        self.blank = blank
        super().__init__(label, *args, **kwargs)


class Radio(_One, plain.RadioField):
    """Radio buttons; `hints` maps a code to its explanation, `inline` puts them side by side."""

    shown_as = "radios"

    def __init__(
        self,
        label: Any = None,
        *args: Any,
        hints: dict[str, Any] | None = None,
        inline: bool = False,
        **kwargs: Any,
    ) -> None:
        self.hints, self.inline = hints or {}, inline
        super().__init__(label, *args, **kwargs)


class Checks(_Picked, plain.SelectMultipleField):
    """Tick boxes, of which any number may be chosen."""

    shown_as = "checkboxes"

    def __init__(
        self, label: Any = None, *args: Any, hints: dict[str, Any] | None = None, **kwargs: Any
    ) -> None:
        self.hints, self.inline = hints or {}, False
        super().__init__(label, *args, **kwargs)

    def process_formdata(self, valuelist: list[str]) -> None:
        """Take the codes given."""
        try:
            self.data = [self.coerce(value) for value in valuelist if value]
        except (ValueError, TypeError) as error:
            raise ValueError(self.unknown_sentence()) from error

    def pre_validate(self, form: Any) -> None:
        """Refuse codes that are not on the list."""
        known = set(_codes(self.choices))
        if any(str(code) not in known for code in self.data or ()):
            raise StopValidation(self.unknown_sentence())


class Tick(_Explained, plain.BooleanField):
    """One tick box; `required=True` means that it must be ticked."""

    shown_as = "tick"

    def empty_sentence(self) -> str:
        """Return what is said when it was not ticked."""
        return str(_("请勾选“%(label)s”后继续。", label=self.label.text))


class Upload(_Explained, plain.FileField):
    """One file; what it may hold is checked by the storage."""

    shown_as = "file"
    multiple = False

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Take the first file with a name."""
        self.data = next((f for f in valuelist if isinstance(f, FileStorage) and f.filename), None)

    def empty_sentence(self) -> str:
        """Return what is said when no file was chosen."""
        return str(_("请选择“%(label)s”的文件。", label=self.label.text))


class Uploads(_Explained, MultipleFileField):  # type: ignore[misc]
    """Several files at once."""

    shown_as = "file"
    multiple = True

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Take the files with a name."""
        self.data = [f for f in valuelist if isinstance(f, FileStorage) and f.filename]

    def empty_sentence(self) -> str:
        """Return what is said when no file was chosen."""
        return str(_("请选择“%(label)s”的文件。", label=self.label.text))
