"""Fields of calls: strict about types, worded like the forms, described by their own limits.

Each says its limits in `metadata`, from which the OpenAPI description is made.
"""

import re
from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any

from marshmallow import RAISE, Schema, ValidationError, fields
from werkzeug.datastructures import FileStorage

from portal.kernel import clock
from portal.kernel.findings import N_
from portal.web.api.faults import fault

EARLIEST, LATEST = date(1990, 1, 1), date(2199, 12, 31)
MOST_AMOUNT = Decimal(10) ** 12
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_MOMENT = re.compile(
    r"\d{4}-\d{2}-\d{2}[Tt ]\d{2}:\d{2}(:\d{2}(\.\d{1,6}\d*)?)?([Zz]|[+-]\d{2}:\d{2})?", re.ASCII
)
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_WHOLE = re.compile(r"-?\d{1,18}", re.ASCII)
_AMOUNT = r"^[0-9]{1,13}(\.[0-9]{1,2})?$"
_SHOWN = 40


def wrong(code: str, **facts: object) -> ValidationError:
    """Return the error of a value, as the schemas collect it."""
    return ValidationError([fault(code, **facts)])


class Input(Schema):
    """What a call may carry; a name it does not know is refused."""

    class Meta:
        unknown = RAISE

    error_messages: dict[str, Any] = {
        "unknown": fault("unknown_field"),
        "type": [fault("wrong_type", expected=N_("JSON对象"))],
    }


class Given(fields.Field):
    """A value of a call; optional unless `required`, and then null is as good as left out.

    `about` describes it for the OpenAPI document; `article` is the clause that asks for it.
    """

    expected = ""
    described: Mapping[str, Any] = {}

    def __init__(
        self,
        about: str,
        *,
        required: bool = False,
        article: str | None = None,
        default: Any = None,
        name: str | None = None,
        **limits: Any,
    ) -> None:
        metadata = {"description": about, **self.described, **limits}
        if article:
            metadata["x-article"] = article
        optional = {} if required else {"load_default": default, "allow_none": True}
        super().__init__(required=required, metadata=metadata, data_key=name, **optional)
        self.limits = limits
        missing = [fault("missing")]
        self.error_messages |= {"required": missing, "null": missing}

    def deserialize(self, value: Any, *args: Any, **kwargs: Any) -> Any:
        """Return the value; null stands for the default."""
        found = super().deserialize(value, *args, **kwargs)
        return self.load_default if found is None and not self.required else found

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> Any:
        if not isinstance(value, str):
            raise wrong("wrong_type", expected=self.expected)
        return self.parsed(value)

    def parsed(self, value: str) -> Any:
        """Return what a text means; raises ValidationError."""
        raise NotImplementedError


class Text(Given):
    """A text without control characters; blanks around it fall away, a blank one is none."""

    expected = N_("文本")
    described = {"type": "string"}

    def __init__(self, about: str, maxLength: int, *, lines: bool = False, **kwargs: Any) -> None:
        least = {"minLength": 1} if kwargs.get("required") else {}
        super().__init__(about, **{**least, "maxLength": maxLength, **kwargs})
        self.lines = lines

    def parsed(self, value: str) -> str | None:
        """Return the text stripped."""
        if _CONTROL.search(value) or (not self.lines and re.search(r"[\t\r\n]", value.strip())):
            raise wrong("bad_characters")
        text = value.strip()
        if len(value) > self.limits["maxLength"]:
            raise wrong("too_long", limit=self.limits["maxLength"])
        if not text and self.required:
            raise wrong("missing")
        if text and len(text) < self.limits.get("minLength", 0):
            raise wrong("too_short", limit=self.limits["minLength"])
        if text and "pattern" in self.limits and not re.search(self.limits["pattern"], text):
            raise wrong("bad_shape", value=text[:_SHOWN])
        return text or None


class Choice(Given):
    """One of the codes of a vocabulary, whose words go into the description."""

    expected = N_("文本")
    described = {"type": "string"}

    def __init__(self, about: str, words: Mapping[str, str], **kwargs: Any) -> None:
        optional = [] if kwargs.get("required") else [None]
        limits: dict[str, Any] = {"enum": [*words, *optional], "x-words": dict(words)}
        super().__init__(about, **limits, **kwargs)
        self.codes = frozenset(words)

    def parsed(self, value: str) -> str:
        """Return the code."""
        if value not in self.codes:
            raise wrong("not_a_choice", value=value[:_SHOWN])
        return value


class Day(Given):
    """A date, 2026-02-12."""

    expected = N_("文本")
    described = {"type": "string", "format": "date"}

    def parsed(self, value: str) -> date:
        """Return the date, which lies within the portal's reach."""
        if not _DAY.fullmatch(value):
            raise wrong("bad_day")
        try:
            return _within_reach(date.fromisoformat(value))
        except ValueError:
            raise wrong("bad_day") from None


def _within_reach(day: date) -> date:
    if not EARLIEST <= day <= LATEST:
        raise wrong("out_of_range", least=EARLIEST, most=LATEST)
    return day


class Moment(Given):
    """An instant with its zone; a bare date is 00:00 Asia/Shanghai."""

    expected = N_("文本")
    described = {
        "type": "string",
        "anyOf": [{"format": "date-time"}, {"format": "date"}],
        "examples": ["2026-02-12T09:30:00+08:00", "2026-02-12"],
    }

    def parsed(self, value: str) -> datetime:
        """Return the instant in UTC."""
        try:
            if _DAY.fullmatch(value):
                return clock.start_of(_within_reach(date.fromisoformat(value)))
            if not (found := _MOMENT.fullmatch(value)):
                raise wrong("bad_moment")
            moment = datetime.fromisoformat(value.upper())
        except ValueError:
            raise wrong("bad_moment") from None
        if not found[3]:
            raise wrong("no_zone")
        _within_reach(moment.date())
        return clock.aware(moment)


class Whole(Given):
    """A whole number, in JSON or in an address."""

    expected = N_("整数")
    described = {"type": "integer"}

    def __init__(self, about: str, least: int, most: int, **kwargs: Any) -> None:
        super().__init__(about, minimum=least, maximum=most, **kwargs)

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> int:
        if isinstance(value, str) and _WHOLE.fullmatch(value):
            value = int(value)
        if not isinstance(value, int) or isinstance(value, bool):
            raise wrong("wrong_type", expected=self.expected)
        least, most = self.limits["minimum"], self.limits["maximum"]
        if not least <= value <= most:
            raise wrong("out_of_range", least=least, most=most)
        return value


class Amount(Given):
    """Yuan with at most two decimals, as a JSON number or as a text."""

    described = {
        "type": ["number", "string"],
        "minimum": 0,
        "maximum": int(MOST_AMOUNT),
        "pattern": _AMOUNT,
        "examples": ["1200.50"],
    }

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> Decimal:
        if isinstance(value, bool) or not isinstance(value, (str, int, Decimal)):
            raise wrong("bad_amount")
        if isinstance(value, str) and not re.fullmatch(_AMOUNT, value, re.ASCII):
            raise wrong("bad_amount")
        try:
            amount = Decimal(value)
            if not 0 <= amount <= MOST_AMOUNT or amount != round(amount, 2):
                raise wrong("bad_amount")
        except InvalidOperation:
            raise wrong("bad_amount") from None
        return amount


class Flag(Given):
    """true or false; `must` refuses false, for what has to be confirmed."""

    expected = "true / false"
    described = {"type": "boolean"}

    def __init__(self, about: str, *, must: bool = False, **kwargs: Any) -> None:
        limits: dict[str, Any] = {"enum": [True]} if must else {}
        super().__init__(about, **limits, **kwargs)
        self.must = must

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> bool:
        if not isinstance(value, bool):
            raise wrong("wrong_type", expected=self.expected)
        if self.must and not value:
            raise wrong("must_be_true")
        return value


class Many(Given):
    """A list of values of one kind, none of them twice."""

    expected = N_("数组")

    def __init__(
        self, about: str, each: Given, most: int, *, least: int = 0, **kwargs: Any
    ) -> None:
        super().__init__(about, minItems=least, maxItems=most, uniqueItems=True, **kwargs)
        self.each = each
        self.metadata = {**self.metadata, "type": "array", "items": dict(each.metadata)}

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> list[Any]:
        if not isinstance(value, list):
            raise wrong("wrong_type", expected=self.expected)
        least, most = self.limits["minItems"], self.limits["maxItems"]
        if len(value) > most:
            raise wrong("too_many", limit=most)
        if len(value) < least:
            raise wrong("too_few", limit=least)
        found = self._each(value)
        twice = next((item for n, item in enumerate(found) if item in found[:n]), None)
        if twice is not None:
            raise wrong("same_twice", value=str(twice)[:_SHOWN])
        return found

    def _each(self, value: list[Any]) -> list[Any]:
        found, faults = [], {}
        for number, item in enumerate(value):
            try:
                found.append(self.each.deserialize(item))
            except ValidationError as error:
                faults[number] = error.messages
        if faults:
            raise ValidationError(faults)
        return found


class File(Given):
    """An uploaded file."""

    expected = N_("文件")
    described = {"type": "string", "format": "binary"}

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> FileStorage:
        if not isinstance(value, FileStorage):
            raise wrong("wrong_type", expected=self.expected)
        return value
