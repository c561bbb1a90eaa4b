"""What the register says of an institution and its branches; the regulator keeps the register."""

from flask import abort, render_template

from portal.institutions.models import Institution
from portal.institutions.queries.lists import count, page, visible_to
from portal.institutions.queries.pages import sight
from portal.institutions.queries.proposals import waiting
from portal.institutions.rules import missing_channels
from portal.institutions.views import places
from portal.institutions.views.institution.blueprint import blueprint, entry_or_404
from portal.institutions.words import CHANNELS, LEVELS, STATES, TYPES
from portal.web import paging
from portal.web.access import current_actor, requires
from portal.web.db import session

WORDS = {"types": TYPES, "levels": LEVELS, "channels": CHANNELS, "states": STATES}


@blueprint.get("")
@requires("institutions.own")
def own() -> str:
    """Show the reader's own institution with its channels."""
    return _page(_own())


def _own() -> Institution:
    actor = current_actor()
    rows = visible_to(actor).where(Institution.id == actor.institution_id)
    return session().scalars(rows).one_or_none() or abort(404)


@blueprint.get("/<code>")
@requires("institutions.own")
def entry(code: str) -> str:
    """Show a branch of the reader's institution as the register has it."""
    return _page(entry_or_404(code))


def _page(row: Institution) -> str:
    return render_template(
        "institutions/desk/own.html",
        seen=sight(session(), row),
        mine=row.id == current_actor().institution_id,
        parts=places.DESK.shown(row),
        waiting=waiting(session(), current_actor(), row.id),
        words=WORDS,
    )


@blueprint.get("/branches")
@requires("institutions.own")
def branches() -> str:
    """List the branches with their channels, and what packages above know of each."""
    actor = current_actor()
    rows = visible_to(actor).where(Institution.id != actor.institution_id)
    found = page(session(), rows, paging.requested("branches"))
    return render_template(
        "institutions/desk/branches.html",
        page=found,
        own=_own().code,
        total=count(session(), rows),
        missing=missing_channels,
        parts=places.BRANCHES.shown(found.items),
        words=WORDS,
    )
