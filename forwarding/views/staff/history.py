"""A case's history in plain words: one event per act of the audit trail that says something new."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from forwarding import vocabulary
from forwarding.queries.case import Case
from forwarding.views.staff.shown import OCCASIONS
from forwarding.words import word
from portal.kernel.audit import AuditEntry
from portal.web import messages
from portal.web.punctuation import enumerated, labelled, strung
from portal.web.words import day, moment

Facts = Mapping[str, Any]


@dataclass(frozen=True)
class Event:
    """One entry of the timeline."""

    title: str
    at: datetime
    by: str | None
    text: str | None
    article: str | None


TITLES = {
    "complaint.receive": _l("接收投诉"),
    "complaint.triage": _l("初审：三个判断问题均为“是”"),
    "complaint.classify": _l("已分类"),
    "complaint.name_respondents": _l("确定被投诉机构"),
    "complaint.propose_diversion": _l("已提出转其他渠道"),
    "complaint.reject_diversion": _l("未同意转其他渠道"),
    "complaint.divert": _l("转其他渠道"),
    "complaint.forward": _l("已转送机构"),
    "complaint.resume": _l("由其余机构继续办理"),
    "complaint.close": _l("已办结"),
    "complaint.tell": _l("已告知投诉人"),
    "complaint.attempt_to_tell": _l("联系投诉人未成"),
    "complaint.tell_by_hand": _l("告知无法自动发送，请以其他方式告知投诉人"),
    "complaint.unreachable": _l("登记无法联系投诉人"),
    "forwarding.acknowledge": _l("机构签收"),
    "forwarding.return": _l("机构退回"),
    "forwarding.report": _l("机构提交报告"),
    "forwarding.send_back": _l("退回机构补正"),
    "forwarding.settle": _l("审核通过报告"),
    "forwarding.remind": _l("催办机构"),
    "forwarding.notice_undelivered": _l("转送通知没有送达，请电话联系机构"),
    "party.reveal": _l("查看投诉人完整信息"),
    "attachment.add": _l("已添加材料"),
    "attachment.open": _l("下载材料"),
    "letter.open": _l("下载告知书"),
}
"""What is not here follows from another act and would only repeat it."""

_ON_RECORD_ONLY = frozenset({"attachment.open", "letter.open"})
"""Kept in the audit trail, but no step of the case."""

messages.register_labels(TITLES)


def say_of(titles: Mapping[str, Any], texts: Mapping[str, "Text"] | None = None) -> None:
    """Add what a further act is called in the history, and what is said of it from its facts."""
    TITLES.update(titles)
    messages.register_labels(titles)
    _TEXTS.update(texts or {})


def timeline(case: Case) -> list[Event]:
    """Return the events of a case, the newest first."""
    told = TITLES.keys() - _ON_RECORD_ONLY
    events = [_event(case, entry) for entry in case.history if entry.act in told]
    return sorted(events, key=lambda event: event.at)[::-1]


def _event(case: Case, entry: AuditEntry) -> Event:
    tell = _TEXTS.get(entry.act)
    text = tell(case, entry.facts) if tell else None
    said = strung(part for part in (text, entry.reason) if part)
    return Event(
        title=str(TITLES[entry.act]),
        at=entry.at,
        by=_("系统") if entry.actor_kind == "system" else entry.actor_name,
        text=said or None,
        article=entry.article,
    )


def _names(case: Case, facts: Facts) -> str:
    codes = facts.get("institutions") or ()
    found = (case.by_code.get(code) for code in codes)
    return enumerated(card.label if card else code for card, code in zip(found, codes, strict=True))


def _institution(case: Case, facts: Facts) -> str:
    card = case.institutions.get(facts.get("institution_id") or _sent_to(case, facts))
    return card.label if card else ""


def _sent_to(case: Case, facts: Facts) -> int:
    wanted = facts.get("forwarding_id")
    return next((f.row.institution_id for f in case.forwardings if f.row.id == wanted), 0)


def _received(case: Case, facts: Facts) -> str:
    channel = word(vocabulary.CHANNELS, facts.get("channel"))
    return _(
        "%(channel)s，接收日 %(day)s",
        channel=channel,
        day=day(case.complaint.received_on),
    )


def _classified(_case: Case, facts: Facts) -> str:
    business = word(vocabulary.BUSINESSES, facts.get("business"))
    return f"{business} · {word(vocabulary.CAUSES, facts.get('cause'))}"


def _forwarded(case: Case, facts: Facts) -> str:
    late = facts.get("in_time") is False
    return _("%(names)s（逾期）", names=_names(case, facts)) if late else _names(case, facts)


def _returned(case: Case, facts: Facts) -> str:
    reason = word(vocabulary.RETURN_REASONS, facts.get("return_reason"))
    return labelled(_institution(case, facts), reason)


def _reported(case: Case, facts: Facts) -> str:
    return labelled(_institution(case, facts), word(vocabulary.RESULTS, facts.get("result")))


def _told(_case: Case, facts: Facts) -> str:
    means = word(vocabulary.TELLING_MEANS, facts.get("means"))
    done_at = moment(datetime.fromisoformat(facts["done_at"]))
    return _("%(means)s，%(at)s", means=means, at=done_at)


def _attempted(_case: Case, facts: Facts) -> str:
    means = word(vocabulary.TELLING_MEANS, facts.get("means"))
    return labelled(means, word(vocabulary.ATTEMPT_OUTCOMES, facts.get("outcome")))


def _by_hand(_case: Case, facts: Facts) -> str:
    return word(vocabulary.TELLING_MEANS, facts.get("means"))


def _unreachable(_case: Case, facts: Facts) -> str:
    return _("已联系%(n)s次", n=facts.get("attempts"))


def occasion(facts: Facts) -> str:
    """Return what a telling was about."""
    return word(OCCASIONS, facts.get("occasion"))


def _track(_case: Case, facts: Facts) -> str:
    return word(vocabulary.TRACKS, facts.get("track"))


def _reminded(case: Case, facts: Facts) -> str:
    left = facts.get("days_left", 0)
    name = _institution(case, facts)
    if left < 0:
        return _("%(name)s，已过办理期限%(n)s日", name=name, n=-left)
    return _("%(name)s，距办理期限%(n)s日", name=name, n=left)


def _purpose(_case: Case, facts: Facts) -> str:
    return word(vocabulary.PURPOSES, facts.get("purpose"))


Text = Callable[[Case, Facts], str]
_TEXTS: dict[str, Text] = {
    "complaint.receive": _received,
    "complaint.classify": _classified,
    "complaint.name_respondents": _names,
    "complaint.propose_diversion": _track,
    "complaint.divert": _track,
    "complaint.forward": _forwarded,
    "complaint.tell": _told,
    "complaint.attempt_to_tell": _attempted,
    "complaint.tell_by_hand": _by_hand,
    "complaint.unreachable": _unreachable,
    "forwarding.acknowledge": _institution,
    "forwarding.return": _returned,
    "forwarding.report": _reported,
    "forwarding.send_back": _institution,
    "forwarding.settle": _institution,
    "forwarding.remind": _reminded,
    "forwarding.notice_undelivered": _institution,
    "attachment.add": _purpose,
}
