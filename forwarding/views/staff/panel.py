"""The acts that are legal now, each with its form, and why the others are not."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from flask import request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from forwarding.commands.late_close import was_late
from forwarding.forms import staff_acts as forms
from forwarding.forms.elsewhere import AcceptForm
from forwarding.forms.wording import LetterWordsForm
from forwarding.lifecycle import COMPLAINT, TELLING
from forwarding.queries.case import Case
from forwarding.views.staff.posted import without_triage
from forwarding.views.staff.shown import OCCASIONS
from forwarding.words import word
from portal.kernel import clock
from portal.kernel.actor import Actor
from portal.kernel.law import Breach
from portal.web.access import may
from portal.web.forms import Form
from portal.web.messages import article_words, label, say
from portal.web.punctuation import enumerated

QUICK_STATES = ("received", "triaged", "classified")


@dataclass(frozen=True)
class Act:
    """A legal act: its form, where it is sent and what it is about besides the case.

    Without a form it is closed, and offered as a link that opens it: `key` names it there.
    """

    kind: str
    title: str
    form: Form | None = None
    url: str = ""
    about: Any = None
    key: str = ""

    @property
    def anchor(self) -> str:
        """The name by which the address of the page asks for the act."""
        return self.key or self.kind


@dataclass(frozen=True)
class Barred:
    """An act that cannot be done now, and why."""

    title: str
    why: str


@dataclass(frozen=True)
class Plan:
    """One act of the lifecycle as the panel offers it; `kind` names its form and its template."""

    kind: str
    move: str
    permission: str
    title: Any
    form: type[forms.ActForm]
    endpoint: str
    usual: bool = False
    """Whether it is what the case waits for, and stands open."""


PLANS = [
    Plan("triage", "triage", "complaints.triage", _l("初审"), forms.TriageForm, ".triage"),
    Plan(
        "classification",
        "classify",
        "complaints.triage",
        _l("分类"),
        forms.ClassificationForm,
        ".classification",
    ),
    Plan(
        "forward",
        "forward",
        "complaints.forward",
        _l("转送机构"),
        forms.ForwardForm,
        ".forwardings",
    ),
    Plan(
        "resumption",
        "resume",
        "complaints.forward",
        _l("由其余机构继续办理"),
        forms.ResumptionForm,
        ".resumption",
    ),
    Plan(
        "diversion",
        "propose_diversion",
        "complaints.triage",
        _l("提出转其他渠道"),
        forms.DiversionForm,
        ".diversion",
    ),
    Plan(
        "approval",
        "divert",
        "complaints.divert",
        _l("同意转其他渠道"),
        forms.ActForm,
        ".diversion_approval",
        usual=True,
    ),
    Plan(
        "refusal",
        "reject_diversion",
        "complaints.divert",
        _l("不同意转其他渠道"),
        forms.RefusalForm,
        ".diversion_refusal",
        usual=True,
    ),
]
_PROPOSERS = {
    "divert": "diversion_by",
    "reject_diversion": "diversion_by",
    "not_accept": "declined_by",
    "reject_non_acceptance": "declined_by",
}
"""Acts of a second officer, with the column that holds the first one."""

Bound = Mapping[str, Form]
Further = Callable[[Case, Actor, Bound], Iterable[Act]]
_FURTHER: list[Further] = []


def offer_plans(*plans: Plan) -> None:
    """Offer further acts of the lifecycle, after those that stand here."""
    PLANS.extend(plans)


def offer_further(further: Further) -> Further:
    """Offer acts that are no move of the lifecycle; they come after those that are."""
    _FURTHER.append(further)
    return further


EVERY = "all"
"""What the address of a case asks for to have every act open."""


def wanted(kind: str, bound: Bound) -> bool:
    """Return whether an act is to be shown open: sent with errors, or asked for in the address."""
    return kind in bound or request.args.get("act") in {kind, EVERY}


def panel(case: Case, actor: Actor, bound: Bound) -> tuple[list[Act], list[Barred]]:
    """Return the acts offered, what is most usual first, and those barred."""
    acts, barred = [*_quick(case, actor, bound)], []
    for plan in PLANS:
        why = _why_not(plan, case, actor)
        if why is None:
            acts.append(_planned(plan, case, bound))
        else:
            barred.append(Barred(str(plan.title), why))
    acts += [act for further in _FURTHER for act in further(case, actor, bound)]
    follow = [*_reports(case, actor, bound), *_tellings(case, actor, bound)]
    if not any(act.kind == "report" for act in follow):
        barred.append(Barred(_("审核报告"), _why_no_report(actor)))
    if not any(act.kind == "telling" for act in follow):
        barred.append(Barred(_("告知投诉人"), _why_no_telling(actor)))
    return [*follow, *acts], barred


def fresh(form: type[Form], prefix: str, **data: Any) -> Any:
    """Return a form that shows `data` and was not sent."""
    return form(formdata=None, prefix=prefix, data=data)


def _why_not(plan: Plan, case: Case, actor: Actor) -> str | None:
    move = COMPLAINT.moves[plan.move]
    if case.state not in move.start:
        wanted = enumerated(label(state) for state in move.start)
        return _(
            "须在“%(wanted)s”状态办理，现为“%(now)s”（%(article)s）",
            wanted=wanted,
            now=label(case.state),
            article=article_words(move.article),
        )
    if (noted := _PROPOSERS.get(plan.move)) is not None:
        proposer = getattr(case.complaint, noted)
        if proposer is not None and proposer == actor.account_id:
            return say(Breach("second_officer", move.article))
    if plan.move == "resume" and not case.live:
        return say(Breach("nothing_to_resume", "11"))
    return None if may(actor, plan.permission) else _("您的岗位不办理此事项")


def _planned(plan: Plan, case: Case, bound: Bound) -> Act:
    next_step = plan.usual or (plan.kind == "forward" and case.state not in QUICK_STATES)
    if not (next_step or wanted(plan.kind, bound)):
        return Act(plan.kind, str(plan.title))
    form = bound.get(plan.kind) or fresh(plan.form, plan.kind, **_as_stored(case))
    return Act(plan.kind, str(plan.title), form, url_for(plan.endpoint, number=case.number))


def _as_stored(case: Case) -> dict[str, Any]:
    return {
        "version": str(case.complaint.version),
        "business": case.complaint.business,
        "cause": case.complaint.cause,
        "business_channel": case.complaint.business_channel,
        "asked_for": case.complaint.asked_for,
        "institutions": [r.decided.id for r in case.respondents if r.decided and r.decided.open],
    }


def _quick(case: Case, actor: Actor, bound: Bound) -> Iterator[Act]:
    """Offer triage, classification and forwarding in one, while none of them went wrong."""
    if case.state in QUICK_STATES and may(actor, "complaints.forward"):
        title = _("一次办完：初审、分类、转送")
        if any(kind != "quick" for kind in bound) or not (wanted("quick", bound) or _plain()):
            yield Act("quick", title)
            return
        form = bound.get("quick") or fresh(forms.QuickForm, "quick", **_as_stored(case))
        form = without_triage(form, case.state)
        yield Act("quick", title, form, url_for(".quick_forwarding", number=case.number))


def _plain() -> bool:
    return "act" not in request.args


def _reports(case: Case, actor: Actor, bound: Bound) -> Iterator[Act]:
    if not may(actor, "complaints.accept"):
        return
    waiting = [view for view in case.live if view.row.state != "settled"]
    for view in waiting:
        if view.row.state == "reported":
            name, version = f"remarks-{view.row.id}", str(view.row.version)
            form = bound.get(name) or fresh(forms.RemarksForm, name, version=version)
            url = url_for(".remarks", forwarding_id=view.row.id)
            title = _("审核%(name)s的报告", name=view.institution.label)
            late = len(waiting) == 1 and closes_late(case)
            accept = bound.get("acceptance") or AcceptForm(formdata=None, data={"version": version})
            about = {"row": view.row, "accept": accept if late else None}
            yield Act("report", title, form, url, about, f"report-{view.row.id}")


def closes_late(case: Case) -> bool:
    """Return whether accepting the last report would close a case that was late."""
    return was_late(case.complaint, [view.row for view in case.live], at=clock.now())


def _tellings(case: Case, actor: Actor, bound: Bound) -> Iterator[Act]:
    if not may(actor, "complaints.tell"):
        return
    for row in case.tellings:
        if not TELLING.legal_acts(row.state):
            continue
        kinds = ("tell", "attempt", "unreachable", "words")
        names = {kind: f"{kind}-{row.id}" for kind in kinds}
        key = f"telling-{row.id}"
        if row.automatic and not any(wanted(name, bound) for name in (key, *names.values())):
            yield Act("telling", _title(row), key=key)
            continue
        version = str(row.version)
        tell = bound.get(names["tell"]) or fresh(
            forms.TellForm, names["tell"], version=version, means=row.means
        )
        about = {
            "telling": row,
            "attempt": bound.get(names["attempt"])
            or fresh(forms.AttemptForm, names["attempt"], version=version, means=row.means),
            "writing": names["words"] in bound,
            "words": bound.get(names["words"])
            or fresh(LetterWordsForm, names["words"], version=version, words=row.words),
            "unreachable": bound.get(names["unreachable"])
            or fresh(forms.ActForm, names["unreachable"], version=version),
        }
        yield Act("telling", _title(row), tell, url_for(".telling", telling_id=row.id), about, key)


def _title(row: Any) -> str:
    return _("告知投诉人：%(what)s", what=word(OCCASIONS, row.occasion))


def _why_no_report(actor: Actor) -> str:
    if not may(actor, "complaints.accept"):
        return _("您的岗位不办理此事项")
    return _("没有待审核的机构报告（%(article)s）", article=article_words("19"))


def _why_no_telling(actor: Actor) -> str:
    if not may(actor, "complaints.tell"):
        return _("您的岗位不办理此事项")
    return _("没有待告知的事项（%(article)s）", article=article_words("21"))
