"""The one shape of acts on many complaints: a preview of ticked cases, a form, and a batch.

Each act says what its cases look like and what its form asks; all else is the same for all.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from flask import request
from flask_babel import lazy_gettext as _l
from werkzeug import Response

from forwarding.commands.bulk import Target
from forwarding.queries.bulk import Chosen, chosen
from forwarding.queries.bulk_duties import Duty, complaints_chosen
from forwarding.views.faces import forwarding_face
from forwarding.views.staff.many import (
    asked_for,
    at_most,
    batch_key,
    complaints_ticked,
    hand_over,
    ids_sent,
    seen,
    ticked,
)
from forwarding.views.staff.shown import STATE_COLOURS, reader
from forwarding.views.staff.wording_choices import asked_for_wording, offered_wordings
from portal.kernel import amounts, arrangement, clock
from portal.web.access import current_actor
from portal.web.db import session
from portal.web.forms import Form, answer

Answer = tuple[str, int]


@dataclass(frozen=True)
class Line:
    """One case of a preview; with a `problem` it cannot be ticked, and that says why and what now.

    `key` is what its tick sends, `of` what its cells show; a line that is not `ticked` may be.
    """

    key: str | int
    number: str
    version: int
    of: Any
    problem: str | None = None
    ticked: bool = True


@dataclass(frozen=True)
class Complaints:
    """Complaints as the cases of an act: `lines` says what each shows and what bars it.

    `ticks` names their ticks in the form; with `institutions` each has its own ticked.
    """

    lines: Callable[[Sequence[Chosen]], list[Line]]
    institutions: bool = False
    ticks: str = "number"

    def asked(self) -> list[Line]:
        """Return the lines of the complaints asked for."""
        return self.lines(chosen(session(), current_actor(), asked_for()))

    def sent(self) -> list[Line]:
        """Return the lines of the complaints that were ticked."""
        numbers = ticked(request.form.getlist("number"))
        return self.lines(chosen(session(), current_actor(), numbers))

    def targets(self) -> tuple[list[Target], int]:
        """Return the complaints confirmed, as their officer saw them."""
        return complaints_ticked(self.institutions)


@dataclass(frozen=True)
class Duties:
    """Tellings or forwardings of complaints: `query` reads them, `problem` says why one is over.

    Of a complaint with nothing to do one line is shown: its latest, or none at all.
    """

    query: Callable[..., list[Duty]]
    problem: Callable[[Duty | None], str]
    ticks: str = "target"

    def asked(self) -> list[Line]:
        """Return a line for each thing to do, and one for a complaint with nothing to do."""
        numbers = asked_for()
        known = complaints_chosen(session(), current_actor(), numbers)
        duties = self.query(session(), current_actor(), numbers=numbers)
        busy = {duty.number for duty in duties if duty.open}
        latest = {duty.number: duty for duty in duties}
        idle = [(n, latest.get(n)) for n in numbers if n in known and n not in busy]
        over = [Line("", number, 0, duty, self.problem(duty)) for number, duty in idle]
        return [*map(self._line, (duty for duty in duties if duty.open)), *over]

    def sent(self) -> list[Line]:
        """Return the lines of what was ticked."""
        return [self._line(duty) for duty in self._ticked()]

    def targets(self) -> tuple[list[Target], int]:
        """Return what was confirmed, done before or not, as its officer saw it."""
        duties = self._ticked()
        given = [Target(duty.complaint_id, duty.id, seen(str(duty.id))) for duty in duties]
        return given, len(ids_sent("target")[: at_most()]) - len(given)

    def _ticked(self) -> list[Duty]:
        return self.query(session(), current_actor(), ids=ids_sent("target")[: at_most()])

    def _line(self, duty: Duty) -> Line:
        problem = None if duty.open else self.problem(duty)
        return Line(duty.id, duty.number, duty.version, duty, problem)


@dataclass(frozen=True)
class Many:
    """One act on many: its code, its words, its cases, its form, and what the form says.

    `queue` is the list its cases stand on; `offer` gives the form its choices. `fill` puts
    the unit's wording that was chosen in the form; `example` returns what the first case would get.
    """

    act: str
    title: Any
    confirm: Any
    done: Any
    page: str
    to: str
    queue: str
    cases: Complaints | Duties
    nothing: Any = _l("没有选中任何投诉")
    form: Callable[..., Form] = Form
    offer: Callable[[Any, list[Line]], None] | None = None
    said: Callable[[Any], dict[str, Any]] = lambda _form: {}
    fill: Callable[[Any], None] = lambda _form: None
    example: Callable[[Any, list[Line]], str | None] = lambda _form, _lines: None

    def __post_init__(self) -> None:
        """Make it known under its code, for the pages of what came of it."""
        MANY[self.act] = self


MANY: dict[str, Many] = {}
"""Every act on many by its code."""


def asked(many: Many) -> Answer:
    """Show what the act would be done on; nothing is changed."""
    form, lines = many.form(formdata=None), many.cases.asked()
    if many.offer:
        many.offer(form, lines)
    return _shown(many, form, lines)


def confirmed(many: Many) -> Response | Answer:
    """Hand over what is ticked as a batch; a wrong form is shown again with its ticks."""
    form = many.form()
    if many.offer:
        many.offer(form, many.cases.sent())
    if asked_for_wording():
        many.fill(form)
        return _shown(many, form, many.cases.sent())
    targets, missing = many.cases.targets()
    if not targets or form.validate_on_submit():
        said = many.said(form) if targets else {}
        return hand_over(many.act, targets, said, missing)
    return _shown(many, form, many.cases.sent())


def _shown(many: Many, form: Form, lines: list[Line]) -> Answer:
    calendar, today = arrangement.load(session()), clock.today()
    book = amounts.load(session())
    return answer(
        many.page,
        many=many,
        form=form,
        lines=[line for line in lines if line.problem is None],
        barred=[line for line in lines if line.problem],
        face=lambda row: forwarding_face(row, calendar, today, book),
        colours=STATE_COLOURS,
        most=at_most(),
        batch=request.form.get("batch") or batch_key(),
        say=reader(),
        example=many.example(form, lines),
        wordings=offered_wordings,
    )
