"""What administrators and auditors look at: the tree of units and the audit trail."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response

from portal.accounts import commands, queries
from portal.accounts.forms import TrailFilter
from portal.accounts.ledgers import TrailWanted
from portal.kernel import clock
from portal.kernel.db import transaction
from portal.web import nav, paging
from portal.web.access import current_actor, requires
from portal.web.db import session

blueprint = Blueprint("oversight", __name__, url_prefix="/staff")
nav.register("staff", "oversight.units", _l("各级监管机构"), 64, "administration")
nav.register("staff", "oversight.trail", _l("操作日志"), 70, "administration")
PAGE = 50


@blueprint.get("/units")
@requires("units.view")
def units() -> str:
    """Show the regulator's units as a tree."""
    return render_template("accounts/units.html", tree=queries.unit_tree(session()))


@blueprint.get("/audit")
@requires("audit.read")
def trail() -> str:
    """Show what was done, newest first, with the last check of the chain."""
    form = TrailFilter()
    narrowed = form.cleaned()
    page = queries.trail_page(session(), current_actor(), narrowed, paging.requested("audit"), PAGE)
    return render_template(
        "accounts/trail.html",
        form=form,
        page=page,
        wanted=TrailWanted(**narrowed),
        verdict=queries.last_verdict(session()),
    )


@blueprint.post("/audit/verification")
@requires("audit.read")
def verification() -> Response:
    """Have the whole chain checked by the worker."""
    with transaction(session()):
        commands.ask_for_check(session(), current_actor(), clock.now())
    flash(_("核对已经开始，完成后结果显示在本页。请稍后刷新。"))
    return redirect(url_for(".trail"), 303)
