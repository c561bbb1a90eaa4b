"""To draft a recommendation, a demand or an order: anew, or from what has already been found."""

from dataclasses import dataclass, field
from typing import Any

from flask import abort, request
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from inspections.commands import rectification as commands
from inspections.commands.rectification_acts import items_of
from inspections.forms.rectifications import DraftForm, draft_form
from inspections.messages import rectification as words
from inspections.models import Inspection, Rectification
from inspections.queries import proposals
from inspections.queries import rectifications as query
from inspections.queries.access import inspections_visible_to, rectification_by_id
from inspections.queries.findings import findings_of, standing
from inspections.views import carried as words_of
from inspections.views.staff.rectifications.blueprint import ONE, blueprint
from inspections.views.staff.rectifications.page import done, found_or_404
from portal.filings.views.opened import acting
from portal.institutions.queries import Card, answers_to, by_code, card
from portal.kernel import clock
from portal.kernel.db import transaction
from portal.kernel.law import Breach
from portal.web.access import current_actor, requires
from portal.web.db import session
from portal.web.forms import answer
from portal.web.messages import article_words


@dataclass(frozen=True)
class Origin:
    """Where a draft comes from, and what it begins with."""

    of: dict[str, int] = field(default_factory=dict)
    institution: Card | None = None
    begun: dict[str, Any] = field(default_factory=dict)


@blueprint.get("/new")
@requires("rectifications.work")
def new() -> Any:
    """Show the form of a draft, with what was found taken over from where the reader comes."""
    origin = _origin()
    form = _form(origin.institution, formdata=None, data=origin.begun)
    return _form_page(form, origin, None)


@blueprint.post("/new")
@requires("rectifications.work")
def drafting() -> Any:
    """Keep a draft."""
    origin = _origin()
    form = _form(origin.institution or by_code(session(), _code(request.form.get("code"))))
    if form.validate_on_submit():
        with form.catching(), transaction(session()):
            return done(_draft(form, origin), _l("草稿已保存。核对后提交审批。"))
    return _form_page(form, origin, None)


@blueprint.route(f"{ONE}/draft", methods=["GET", "POST"])
@requires("rectifications.work")
def amendment(rectification_id: int) -> Any:
    """Write a draft anew."""
    row = found_or_404(rectification_id)
    about = card(session(), row.institution_id)
    begun = None if request.method == "POST" else {"data": _stated(row), "formdata": None}
    form = _form(about, **(begun or {}))
    if form.validate_on_submit():
        with acting(form, row) as act:
            commands.amend(session(), row, **form.stated(), **act)
            return done(row, _l("草稿已保存。核对后提交审批。"))
    return _form_page(form, Origin(institution=about), row)


def _draft(form: DraftForm, origin: Origin) -> Rectification:
    about = by_code(session(), _code(form.code.data))
    if about is None:
        raise Breach("rectification_out_of_sight", "40")
    act = {"by": current_actor(), "at": clock.now()}
    given = {**form.stated(), **origin.of}
    kind = str(form.kind.data)
    return commands.draft(session(), kind, about.id, **given, **act)


def _code(text: str | None) -> str:
    return (text or "").strip().upper()


def _form(about: Card | None, **given: Any) -> DraftForm:
    """Return the form; what can be linked in it is of one institution."""
    findings, demands = [], []
    if about is not None and answers_to(session(), current_actor(), about.id):
        findings = [
            (each.id, f"{each.title}（{'、'.join(map(article_words, each.articles))}）")
            for each in standing(session(), current_actor(), about.id)
        ]
        found = query.failed_demands(session(), current_actor(), about.id, clock.today())
        demands = [(each.id, f"{each.id} {each.title}") for each in found]
    form = draft_form(findings, **given)
    form.demand.choices = demands
    return form


def _origin() -> Origin:
    """Return where the reader comes from; what is out of sight is 404."""
    for name, of in (("proposal", _proposal), ("inspection", _inspection), ("demand", _demand)):
        text = request.args.get(name, "")
        if text:
            number = int(text) if text.isascii() and text.isdigit() and len(text) < 19 else 0
            return of(number)
    if code := request.args.get("code"):
        about = by_code(session(), _code(code))
        return Origin(institution=about, begun={"code": about.code if about else code})
    return Origin()


def _proposal(proposal_id: int) -> Origin:
    view = proposals.proposal(session(), current_actor(), proposal_id) or abort(404)
    carried = proposals.carried(view.row)
    kind = request.args.get("kind", carried.suggests)
    fits = kind == carried.suggests
    begun = {
        "kind": kind if kind in words.KINDS else "demand",
        "ground": carried.ground if fits else None,
        "articles": "；".join(carried.articles),
        "basis": words_of.found(view),
        "title": words_of.title(view),
        "demand": carried.demand_id,
    }
    return _begin(view.institution, begun, proposal_id=view.row.id)


def _inspection(inspection_id: int) -> Origin:
    of = inspections_visible_to(current_actor())
    row = session().scalar(of.where(Inspection.id == inspection_id))
    if row is None:
        abort(404)
    found = [
        each
        for each in findings_of(session(), current_actor(), row.id)
        if each.state in ("confirmed", "upheld")
    ]
    begun: dict[str, Any] = {
        "kind": "demand",
        "title": _("整改检查发现的问题：%(title)s", title=row.title),
        "articles": "；".join(dict.fromkeys(a for each in found for a in each.articles)),
        "basis": "\n".join(f"{n}. {each.title}：{each.facts}" for n, each in enumerate(found, 1)),
    }
    for n, each in enumerate(found[:12], 1):
        begun |= {f"wanted_{n}": _("整改：%(title)s", title=each.title), f"finding_{n}": each.id}
    return _begin(card(session(), row.institution_id), begun, inspection_id=row.id)


def _demand(demand_id: int) -> Origin:
    row = rectification_by_id(session(), current_actor(), demand_id) or abort(404)
    if row.kind != "demand":
        abort(404)
    begun = {**_stated(row), "kind": "order", "ground": "demand_failed", "demand": row.id}
    begun |= {"due_on": None, "version": ""}
    return _begin(card(session(), row.institution_id), begun)


def _begin(about: Card | None, begun: dict[str, Any], **of: int) -> Origin:
    return Origin(of, about, {**begun, "code": about.code if about else ""})


def _stated(row: Rectification) -> dict[str, Any]:
    about = card(session(), row.institution_id)
    begun: dict[str, Any] = {
        name: getattr(row, name) for name in ("kind", "title", "ground", "basis", "due_on")
    }
    begun |= {"version": str(row.version), "articles": "；".join(row.articles)}
    begun |= {"code": about.code if about else "", "demand": row.demand_id}
    for n, each in enumerate(items_of(session(), row), 1):
        begun |= {f"wanted_{n}": each.wanted, f"finding_{n}": each.finding_id}
    return begun


def _form_page(form: DraftForm, origin: Origin, row: Rectification | None) -> Any:
    filled = [n for n in range(1, 13) if form[f"wanted_{n}"].data]
    return answer(
        "inspections/staff/rectification_draft.html",
        form=form,
        origin=origin,
        row=row,
        shown=max(3, max(filled, default=0) + 1),
        words=words,
    )
