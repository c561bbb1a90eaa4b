"""Numbers, amounts, dates and moments, read as people write them."""

import re
import unicodedata
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any

from flask_babel import gettext as _
from wtforms import fields as plain
from wtforms.validators import ValidationError

from portal.kernel import clock
from portal.web.fields.explained import Explained

_DAY = re.compile(r"^(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?$")
_COMPACT_DAY = re.compile(r"^(\d{4})(\d{2})(\d{2})$")


class _Parsed(Explained):
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
        return self.data.isoformat() if self.data else ""


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
        return f"{self.data.astimezone(clock.ZONE):%Y-%m-%dT%H:%M}" if self.data else ""
