"""Rule sets by date: what holds from when, for everybody; and loading an amendment, for staff."""

from typing import Any

from flask import Blueprint, flash, render_template, request
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

import forwarding.policy  # noqa: F401  (declares the permissions)
from forwarding.commands.amendments import RulesReport, import_rules
from forwarding.rules.amounts import ARTICLES, rule_sets
from forwarding.vocabulary.moved import MOVED_CAUSES
from portal.kernel import amounts, clock
from portal.kernel.db import transaction
from portal.web import nav
from portal.web.access import current_actor, may, public, requires
from portal.web.db import session
from portal.web.forms import Form, Upload, answer
from portal.web.limits import limited

blueprint = Blueprint("rule_sets", __name__)
nav.register("staff", "rule_sets.kept", _l("规则与修订"), 30, "rules")

WORDS = {
    "forwarding_working_days": _l("监管机构转送并告知（工作日）"),
    "handling_days_simple": _l("机构处理：情况简单（日）"),
    "handling_days_complex": _l("机构处理：情况复杂，合计（日）"),
    "handling_days_especially_complex": _l("机构处理：情况特别复杂，合计（日）"),
    "review_days": _l("申请核查、作出核查决定（日）"),
    "representatives_at_most": _l("共同来访的代表人（不超过）"),
    "major_joint_people": _l("重大投诉：共同来访人数（不少于）"),
}


class AmendmentForm(Form):
    """A file with the amounts of an amendment."""

    file = Upload(
        _l("修订文件"),
        hint=_l("CSV 或 XLSX，列为 effective_from、key、value、document_no"),
        required=True,
    )


@blueprint.get("/law/amounts")
@public
@limited("law", 240, 60, methods=("GET",))
def shown() -> str:
    """List every rule set: from which day it holds, and its amounts."""
    return render_template("forwarding/measures/amounts.html", **_sets())


@blueprint.get("/staff/rules")
@requires("calendar.view")
def kept() -> Any:
    """Show the rule sets to staff, who may load an amendment."""
    return _page(AmendmentForm(formdata=None), None)


@blueprint.post("/staff/rules")
@requires("calendar.load")
def load() -> Any:
    """Load an amendment, or only check it; cases of earlier days do not move (Art. 45)."""
    form, report = AmendmentForm(), None
    if form.validate_on_submit():
        report = _loaded(form, dry_run=request.form.get("act") == "check")
    return _page(form, report)


def _loaded(form: AmendmentForm, *, dry_run: bool) -> RulesReport:
    by, at = current_actor(), clock.now()
    with transaction(session()):
        report = import_rules(session(), form.file.data.stream, by=by, at=at, dry_run=dry_run)
    if not report.ok:
        form.refuse(_("文件有错误，没有载入。请按本页所列更正后再上传。"))
    elif not dry_run:
        flash(_("已载入。施行日以前收到的件不变。"), "success")
    return report


def _sets() -> dict[str, Any]:
    return {
        "sets": list(rule_sets(amounts.load(session()))),
        "words": WORDS,
        "articles": ARTICLES,
        "today": clock.today(),
    }


def _page(form: AmendmentForm, report: RulesReport | None) -> Any:
    return answer(
        "forwarding/calendar/rules.html",
        form=form,
        report=report,
        checked_only=request.form.get("act") == "check",
        causes=MOVED_CAUSES,
        may_load=may(current_actor(), "calendar.load"),
        **_sets(),
    )
