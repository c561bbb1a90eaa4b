"""The office's own work in the demonstration: follow-ups, wordings, batches, the watch list."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy.orm import Session

from forwarding.commands import bulk, follow_up
from forwarding.commands.assign import assign
from forwarding.commands.take_along import ask_for_bundle
from forwarding.commands.wording import add_wording
from forwarding.jobs.bulk import end
from forwarding.queries.played import (
    Complaint,
    batch_items,
    newest_in,
    open_follow_ups,
    running_forwardings,
    taken_by,
)
from inspections.commands.watch import lift, put_on
from inspections.queries.watching import figures_of
from inspections.rules.watching import Thresholds
from portal.institutions.queries import by_codes
from portal.kernel import clock
from portal.kernel.actor import Actor
from portal.settings import Settings

_WORDINGS = (
    (
        "理财纠纷办理要求",
        "instructions",
        "请于{期限}前报告编号{编号}的办理结果，并附销售录音。",
        True,
    ),
    ("转送告知（信用卡）", "telling", "您{接收日}反映的事项已转送{机构}，由其直接答复您。", True),
    ("到期前催办", "reminder", "编号{编号}将于{期限}到期，请抓紧办理。", True),
    ("旧版转送告知", "telling", "您反映的事项已于{转送日}转送{机构}。", False),
)
_WATCHED = (
    ("ICBC-330100", "high_volume", "演示：转送量上升，先行关注。", None),
    ("ICBC-330100", "badly_handled", "演示：报告补正较多。", None),
    ("CIB-330100", "dragging", "演示：有逾期未报告的件。", None),
    ("BOC-330100", "dragging", "演示：一度逾期较多。", "演示：已补充人员，没有新的逾期。"),
)
_CALLS: tuple[tuple[int, bool, str | None], ...] = (
    (5, True, "办得很快，谢谢。"),
    (4, True, None),
    (2, False, "钱退了，但没有解释为什么多收。"),
)


def play(
    session: Session, settings: Settings, now: datetime, officers: Sequence[Actor], desk: Actor
) -> None:
    """Play a few days of the office; `officers` are triage officer, supervisor and clerk."""
    officer, second, clerk = officers
    _follow_ups(session, now, clerk)
    for name, purpose, body, active in _WORDINGS:
        words: dict[str, Any] = {"name": name, "purpose": purpose, "body": body, "active": active}
        add_wording(session, **words, by=second, at=now - timedelta(days=5))
    _batch(session, now, officer, second)
    _watch(session, settings, now, second)
    mine = taken_by(session, desk, 5)
    reason = "本周例会逐件研究办理情况。"
    ask_for_bundle(session, mine, reason=reason, clear=False, by=desk, at=now)


def _follow_ups(session: Session, now: datetime, clerk: Actor) -> None:
    """Sample half of what was closed; some answered, one could not be reached, the rest wait."""
    asked = now - timedelta(days=6)
    follow_up.sample(session, at=asked, percent=50, after=0, open_days=30)
    session.flush()
    rows = iter(open_follow_ups(session, clerk.unit_code, len(_CALLS) + 2))
    called: dict[str, Any] = {"by": clerk, "at": now - timedelta(days=2)}
    for (satisfaction, resolved, remarks), row in zip(_CALLS, rows, strict=False):
        given = {"satisfaction": satisfaction, "resolved": resolved, "remarks": remarks}
        follow_up.answer(session, row, **given, channel="phone", **called)
    for row, tries in zip(rows, (2, 1), strict=False):
        for _each in range(tries):
            follow_up.attempt(session, row, outcome="no_answer", **called)
        session.flush()
        if tries > 1:
            follow_up.give_up(session, row, **called)


def _batch(session: Session, now: datetime, officer: Actor, second: Actor) -> None:
    """Hand six cases on: three done, one done before, two refused; the worker will remind."""
    fresh, closed = newest_in(session, "classified", 5), newest_in(session, "closed", 1)
    assign(session, fresh[0], officer.account_id, by=second, at=now)
    session.flush()
    targets = [_seen(one) for one in (*fresh, *closed)]
    changed = targets[1]
    targets[1] = bulk.Target(changed.complaint_id, changed.id, changed.version + 1)
    asked: dict[str, Any] = {"by": second, "at": now}
    said = {"to": officer.account_id}
    task = bulk.begin(session, "assign", targets, said, sent_key="demo-assign", **asked)
    session.flush()
    for item_id in batch_items(session, task.id):
        bulk.act_on_item(session, item_id, second, now)
    end(session, task, now)
    session.flush()
    late = running_forwardings(session, clock.business_date(now), 3)
    wanted = [bulk.Target(row.complaint_id, row.id, row.version) for row in late]
    text = {"text": "请在期限内报告办理结果，并与投诉人沟通。"}
    bulk.begin(session, "remind", wanted, text, sent_key="demo-remind", by=officer, at=now)


def _seen(row: Complaint) -> bulk.Target:
    return bulk.Target(row.id, row.id, row.version)


def _watch(session: Session, settings: Settings, now: datetime, second: Actor) -> None:
    of, today = settings, clock.business_date(now)
    limits = Thresholds(
        of.watch_days, of.watch_volume, of.watch_bad_percent, of.watch_late_percent, of.watch_least
    )
    found = by_codes(session, [code for code, *_rest in _WATCHED])
    for code, ground, reason, over in _WATCHED:
        card = found[code]
        then = figures_of(session, second, card.id, limits, today)
        put: dict[str, Any] = {"reason": reason, "figures": then, "by": second}
        row = put_on(session, card.id, ground=ground, **put, at=now - timedelta(days=20))
        session.flush()
        if over:
            lift(session, row, reason=over, by=second, at=now - timedelta(days=1))
