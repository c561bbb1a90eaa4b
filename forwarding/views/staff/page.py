"""The case page: one column of facts, one timeline, one panel of acts."""

from collections.abc import Mapping
from functools import partial
from typing import Any

from flask import abort

from forwarding.forms.staff_acts import RevealForm
from forwarding.forms.staff_files import FilesForm
from forwarding.queries import case as cases
from forwarding.queries.case import Case
from forwarding.queries.major import suggestion
from forwarding.queries.narrowing import is_number
from forwarding.rules import ATTEMPTS_TO_TELL
from forwarding.views.faces import forwarding_face
from forwarding.views.limits import limit_view
from forwarding.views.sections import STAFF
from forwarding.views.staff.history import timeline
from forwarding.views.staff.letters import LETTERED
from forwarding.views.staff.offers import fill_choices, offers_for
from forwarding.views.staff.panel import fresh, panel
from forwarding.views.staff.shown import STATE_COLOURS, reader
from forwarding.views.staff.wording_choices import offered_wordings
from portal.kernel import amounts, arrangement, clock
from portal.web.access import current_actor
from portal.web.db import session
from portal.web.forms import Form, answer

Answer = tuple[str, int]
_TICKS = ("quick", "forward")
"""The forms in which institutions are ticked."""


def case_or_404(number: str) -> Case:
    """Return a case in sight with all that its page shows."""
    found = cases.case(session(), current_actor(), number) if is_number(number) else None
    if found is None:
        abort(404)
    return found


def render_case(number: str, preview: Any = None, **bound: Form) -> Answer:
    """Render the case as it is now; a bound form is shown as it was sent, with its errors."""
    case = case_or_404(number)
    bound = {name.replace("__", "-"): form for name, form in bound.items()}
    acts, barred = panel(case, current_actor(), bound)
    offers = offers_for(case)
    for act in acts:
        if act.kind in _TICKS and act.form:
            fill_choices(act.form.institutions, case, offers)
    today, calendar = clock.today(), arrangement.load(session())
    return answer(
        "forwarding/staff/case.html",
        form=next(iter(bound.values()), None),
        files=bound.get("files") or fresh(FilesForm, "files", shown=True),
        reveal=partial(_reveal, bound),
        needed=ATTEMPTS_TO_TELL,
        case=case,
        acts=acts,
        bars=[(each.title, each.why) for each in barred],
        offers=offers,
        preview=preview,
        suggested=suggestion(session(), case.complaint),
        sections=STAFF.loaded(case, bound),
        events=timeline(case),
        face=forwarding_face(case.complaint, calendar, today, amounts.load(session())),
        handling=lambda row: limit_view(row).face,
        colours=STATE_COLOURS,
        say=reader(),
        wordings=offered_wordings,
        lettered=LETTERED,
    )


def _reveal(bound: Mapping[str, Form], party_id: int | str) -> Form:
    name = f"reveal-{party_id}"
    return bound.get(name) or fresh(RevealForm, name)
