"""Choices: lists, radio buttons and tick boxes; a code that was not offered is refused."""

from typing import Any

from flask_babel import gettext as _
from wtforms import fields as plain
from wtforms.validators import StopValidation

from portal.web.fields.explained import Explained


class _Picked(Explained, plain.Field):
    """A choice among `choices`: pairs of code and (lazy) label, or a dict of groups of them.

    What was sent is looked up when the form is validated, so that a view may fill in `choices`
    after making the form.
    """

    def __init__(
        self,
        label: Any = None,
        *args: Any,
        choices: Any = (),
        coerce: Any = str,
        hints: dict[str, Any] | None = None,
        inline: bool = False,
        **kwargs: Any,
    ) -> None:
        self.choices, self.coerce = choices() if callable(choices) else choices, coerce
        self.hints, self.inline = hints or {}, inline
        super().__init__(label, *args, **kwargs)

    def empty_sentence(self) -> str:
        """Return what is said when nothing was chosen."""
        return str(_("请选择“%(label)s”。", label=self.label.text))

    def _unknown(self) -> str:
        return str(_("“%(label)s”所选的项目不存在，请重新选择。", label=self.label.text))

    def _read(self, code: str) -> Any:
        """Return the code as the view wants it; raises ValueError for one that cannot be."""
        try:
            return self.coerce(code)
        except ValueError as error:
            raise ValueError(self._unknown()) from error

    def _picks(self) -> list[Any]:
        return [] if self.data is None else [self.data]

    def pre_validate(self, form: Any) -> None:
        """Refuse a code that is not on the list, before any other check."""
        groups = self.choices.values() if isinstance(self.choices, dict) else [self.choices]
        known = {str(choice[0]) for group in groups for choice in group}
        if any(str(pick) not in known for pick in self._picks()):
            raise StopValidation(self._unknown())


class _One(_Picked):
    """One of several; an unknown code is refused, an empty one is None."""

    def process_formdata(self, valuelist: list[str]) -> None:
        """Take the first code given."""
        self.data = None
        if valuelist and valuelist[0]:
            self.data = self._read(valuelist[0])


class Choice(_One):
    """A drop-down list, with an empty first entry unless `blank=False`."""

    shown_as = "select"

    def __init__(self, label: Any = None, *args: Any, blank: bool = True, **kwargs: Any) -> None:
        self.blank = blank
        super().__init__(label, *args, **kwargs)


class Radio(_One):
    """Radio buttons; `hints` maps a code to its explanation, `inline` puts them side by side."""

    shown_as = "radios"


class Checks(_Picked):
    """Tick boxes, of which any number may be chosen."""

    shown_as = "checkboxes"

    def process_formdata(self, valuelist: list[str]) -> None:
        """Take the codes given."""
        self.data = []
        self.data = [self._read(value) for value in valuelist if value]

    def _picks(self) -> list[Any]:
        return self.data or []


class Tick(Explained, plain.BooleanField):
    """One tick box; `required=True` means that it must be ticked."""

    shown_as = "tick"

    def empty_sentence(self) -> str:
        """Return what is said when it was not ticked."""
        return str(_("请勾选“%(label)s”后继续。", label=self.label.text))
