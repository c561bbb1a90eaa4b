"""Whether an answer kept in a draft still is one to the question as it is asked now.

A draft outlives its questions: who first filed for a company and then says it is a person is
asked for other things, and so is a draft begun before a form was changed.
"""

from functools import cache
from typing import Any

from wtforms.fields.core import UnboundField

from portal.web.forms import Form


def fits(form: type[Form], answer: Any) -> bool:
    """Return whether an answer brings all that a form requires, among what it offers."""
    if not isinstance(answer, dict) or not answer:
        return False
    return all(_fits(answer.get(name), field) for name, field in _required(form))


def label_of(form: type[Form], name: str) -> str | None:
    """Return what a form calls a field; None when it has no such field."""
    field = getattr(form, name, None)
    return str(field.args[0]) if isinstance(field, UnboundField) and field.args else None


@cache
def _required(form: type[Form]) -> tuple[tuple[str, UnboundField], ...]:
    """Return the fields that must be answered; every page of the form asks for them again."""
    fields = ((name, getattr(form, name)) for name in dir(form))
    return tuple(
        (name, field)
        for name, field in fields
        if isinstance(field, UnboundField) and field.kwargs.get("required")
    )


def _fits(value: Any, field: UnboundField) -> bool:
    """Return whether a value is given and, where a list is offered, stands in it.

    Long lists that a function makes, such as the places, are looked through at the hand-in.
    """
    given = value if isinstance(value, list) else [value]
    offered = field.kwargs.get("choices")
    known = {code for code, _word in offered} if isinstance(offered, list) else None
    return bool(given) and all(
        isinstance(one, str) and one.strip() and (known is None or one in known) for one in given
    )
