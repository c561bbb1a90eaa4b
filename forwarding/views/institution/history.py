"""What happened to an institution's case, in its own words; nothing of other institutions."""

from collections.abc import Mapping
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from forwarding import vocabulary
from forwarding.queries.inbox import DeskCase
from forwarding.views.staff.history import Event
from forwarding.words import word
from portal.kernel.audit import AuditEntry

_TITLES: dict[str, Any] = {
    "forwarding.acknowledge": _l("已签收"),
    "forwarding.return": _l("已退回"),
    "forwarding.report": _l("已提交报告"),
    "forwarding.send_back": _l("报告退回补正"),
    "forwarding.settle": _l("报告审核通过"),
    "forwarding.withdraw": _l("投诉人撤回，终止办理"),
    "forwarding.remind": _l("催办"),
    "forwarding.remind_by_hand": _l("监管人员催办"),
    "forwarding.pass_on": _l("并入后续材料"),
    "forwarding.take_away": _l("并入的材料不再属于本件"),
    "attachment.add": _l("已添加材料"),
}


def say_of(titles: Mapping[str, Any]) -> None:
    """Add what further acts are called in an institution's history."""
    _TITLES.update(titles)


def timeline(case: DeskCase) -> list[Event]:
    """Return the events of a forwarding, the newest first."""
    began = Event(
        title=_("%(unit)s转送", unit=case.unit_name),
        at=case.row.forwarded_at,
        by=None,
        text=case.row.letter_no,
        article="33",
    )
    later = [
        Event(
            title=str(_TITLES[line.act]),
            at=line.at,
            by=_("系统") if line.actor_kind == "system" else line.actor_name,
            text=_text_of(line),
            article=line.article,
        )
        for line in case.history
        if line.act in _TITLES
    ]
    return [began, *later][::-1]


def _text_of(line: AuditEntry) -> str | None:
    """Name what was added: the portal adds the forwarding letter itself."""
    if line.act != "attachment.add":
        return None
    return word(vocabulary.PURPOSES, line.facts.get("purpose")) or None
