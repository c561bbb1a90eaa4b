"""What every field carries: hint, article, width, and whether it may be left empty."""

from collections.abc import Sequence
from typing import Any

from flask_babel import gettext as _
from werkzeug.datastructures import FileStorage
from wtforms.validators import StopValidation


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


class Explained:
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
        super().__init__(label, [first, *validators], **kwargs)  # type: ignore[call-arg]

    def empty_sentence(self) -> str:
        """Return what is said when the field was left empty."""
        return str(_("请填写“%(label)s”。", label=self.label.text))
