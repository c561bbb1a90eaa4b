"""The ten policies on the regulator's side: who lacks which, one institution, the review."""

from typing import Any

from flask import request

from portal.filings.forms.policies import PoliciesForm
from portal.filings.queries import policies
from portal.filings.queries.filings import FilingView
from portal.filings.rules.policies import missing_points, policies_at
from portal.filings.views import parts
from portal.filings.views.compared import compared
from portal.filings.views.opened import ID, institution_or_404
from portal.filings.views.shown import words
from portal.filings.views.staff.blueprint import blueprint
from portal.institutions import queries as institutions
from portal.kernel import clock
from portal.web import paging
from portal.web.access import current_actor, requires
from portal.web.db import session
from portal.web.forms import answer


@blueprint.get("/policies")
@requires("filings.view")
def policies_page() -> Any:
    """Show institutions by the ten kinds of policy: what is in force, to come, or missing."""
    form, today, actor = PoliciesForm(), clock.today(), current_actor()
    wanted, position = form.cleaned(), paging.requested("policies")
    find, narrow = wanted.get("find", ""), _narrow(wanted)
    page = institutions.reporting(session(), actor, find, position, **narrow)
    ids = [card.id for card in page.items]
    return answer(
        "filings/staff/policies.html",
        filters=form,
        page=page,
        kinds=list(policies_at(today).values()),
        standings=policies.many(session(), actor, ids, today),
        owed=policies.owed(session(), ids),
        say=words(),
    )


@blueprint.get("/policies/<code>")
@requires("filings.view")
def policies_of(code: str) -> Any:
    """Show the ten policies of one institution with their versions."""
    about, today = institution_or_404(code), clock.today()
    return answer(
        "filings/staff/policies_of.html",
        about=about,
        standings=policies.policies_of(session(), current_actor(), about.id, today),
        say=words(),
    )


@blueprint.get(f"/<{ID}:filing_id>/difference")
@requires("filings.view")
def difference(filing_id: int) -> Any:
    """Show what a version changed."""
    return compared(filing_id, "filings/staff/difference.html")


@parts.staff_part("policy", template="filings/staff/policy.html", order=10)
def _policy_part(view: FilingView, bound: parts.Bound) -> dict[str, Any]:
    kind = policies_at(clock.today())[view.row.subject]
    places = view.row.content.get("places", {})
    return {
        "policy": kind,
        "places": places,
        "missing": missing_points(kind, places),
        "read": policies.texts(session(), [view.row.id]).get(view.row.id),
        "versions": len(view.versions),
        "whole": request.args.get("text") == "whole",
    }


def _narrow(wanted: dict[str, Any]) -> dict[str, str]:
    return {name: wanted[name] for name in ("type", "territory") if wanted.get(name)}
