"""The one shape of an act on a forwarding whose form states what its command takes."""

from collections.abc import Callable, Mapping
from typing import Any, TypeVar

from flask import abort

from forwarding.forms.staff_acts import ActForm
from forwarding.models import Forwarding
from forwarding.views.institution.acts import Answered, acting, done
from forwarding.views.institution.blueprint import forwarding_or_404
from forwarding.views.institution.case import render_case
from portal.web.db import session
from portal.web.forms import Form

Find = Callable[..., Any]
F = TypeVar("F", bound=ActForm)


def answer_act(
    forwarding_id: int,
    form: ActForm,
    command: Callable[..., Any],
    said: str,
    on: tuple[Find, int] | None = None,
) -> Answered:
    """Do an act by its form, and go back to the case or show what the form lacks.

    `on` is how to find the row of the forwarding that the command acts on, and its id; what is
    not found is 404. The form's prefix is the name under which the case page shows it again.
    """
    row = forwarding_or_404(forwarding_id)
    if form.validate_on_submit():
        with acting(form, row) as act:
            found = [on[0](session(), row, on[1]) or abort(404)] if on else []
            command(session(), row, *found, **form.stated(), **act)
        if not form.errors:
            return done(row, said)
    return render_case(row, **{form.called: form})


def offered(form: type[F], name: str, row: Forwarding, bound: Mapping[str, Form], **data: Any) -> F:
    """Return a form as it was sent, or a fresh one that holds the version its reader sees."""
    sent = bound.get(name)
    if isinstance(sent, form):
        return sent
    return form(formdata=None, prefix=name, data={"version": row.version, **data})
