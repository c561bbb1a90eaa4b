"""The rectification ledger: the table and its filters."""

from typing import Any

from flask import request

import inspections.ledgers
import inspections.ledgers_of_supervision  # noqa: F401  (lists offered as files)
from inspections.forms.ledger import LedgerForm
from inspections.messages import rectification as words
from inspections.queries import ledger as query
from inspections.queries.ledger import Wanted
from inspections.queries.rectifications import HANDLERS
from inspections.views.staff.rectifications.blueprint import blueprint
from portal.accounts.queries import staff_of, unit_names
from portal.institutions.queries import by_code
from portal.kernel import clock
from portal.web import paging
from portal.web.access import current_actor, requires
from portal.web.db import session
from portal.web.forms import answer


@blueprint.get("")
@requires("rectifications.view")
def listing() -> Any:
    """Show everything open in the territory by its last day, narrowed by the address."""
    form, actor, today = _filters(), current_actor(), clock.today()
    wanted = _wanted(form)
    return answer(
        "inspections/staff/rectifications.html",
        filters=form,
        wanted=wanted,
        page=query.page(session(), actor, wanted, today, paging.requested("rectifications")),
        counts=query.counts(session(), actor, today),
        counted=query.COUNTED,
        asked=request.args.to_dict(),
        words=words,
    )


def _filters() -> LedgerForm:
    """Return the filters with the reader's units and their officers to choose from."""
    form, actor = LedgerForm(), current_actor()
    names = unit_names(session())
    codes = sorted(names if actor.unit_code == "000000" else actor.unit_codes & names.keys())
    form.unit.choices = [(code, names[code]) for code in codes]
    officers = staff_of(session(), set(codes), HANDLERS)
    form.handler.choices = [(each.id, each.name) for each in officers]
    return form


def _wanted(form: LedgerForm) -> Wanted:
    given = form.narrowed()
    if code := given.pop("code", ""):
        found = by_code(session(), str(code).upper())
        given["institution_id"] = found.id if found else 0
    return Wanted(**given)
