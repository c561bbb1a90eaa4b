"""Recommendations, demands and orders in any state, reached by commands alone."""

from datetime import date, datetime, timedelta
from typing import Any

from inspections.commands import answering, verifying
from inspections.commands import rectification as acts
from inspections.commands.rectification_acts import items_of
from inspections.models import Rectification
from portal.kernel.clock import ZONE

ISSUED_AT = datetime(2026, 3, 2, 10, tzinfo=ZONE)
DUE = date(2026, 3, 31)
AFTER = datetime(2026, 4, 1, 9, tzinfo=ZONE)
"""The first moment on the day after the last."""


class Desk:
    """Who acts: the inspector who has it in hand, his colleague, the head, and the bank."""

    def __init__(self, session: Any, make: Any, bank: Any) -> None:
        self.session, self.bank = session, bank
        self.handler = make.make_officer(session, "inspector")
        self.colleague = make.make_officer(session, "inspector")
        self.head = make.make_officer(session, "supervisor")
        self.user = make.make_desk_user(session, bank.id)

    def drafted(self, kind: str = "demand", ground: str = "handled_wrongly", **given: Any) -> Any:
        """Return a draft."""
        about = {
            "title": "规范投诉处理时限",
            "ground": "" if kind == "recommendation" else ground,
            "articles": ["18"],
            "items": [acts.Item("逐件办结逾期投诉"), acts.Item("完善时限管理")],
            "due_on": DUE,
            "by": self.handler,
            "at": ISSUED_AT,
        }
        return acts.draft(self.session, kind, self.bank.id, **{**about, **given})

    def proposed(self, *args: Any, **given: Any) -> Any:
        """Return one that waits for a second officer."""
        row = self.drafted(*args, **given)
        acts.propose(self.session, row, by=self.handler, at=given.get("at", ISSUED_AT))
        return row

    def issued(self, *args: Any, **given: Any) -> Any:
        """Return one that was issued."""
        row = self.proposed(*args, **given)
        acts.issue(self.session, row, by=self.head, at=given.get("at", ISSUED_AT))
        return row

    def reported(self, *args: Any, at: datetime = ISSUED_AT, **given: Any) -> Any:
        """Return one that the bank reported as done."""
        row = self.issued(*args, **given)
        self.report(row, at)
        return row

    def report(self, row: Rectification, at: datetime) -> None:
        """Have the bank plan and report."""
        plan = {"text": "逐件清理并完善制度", "person": "韩负责", "post": "副行长"}
        day = at.astimezone(ZONE).date() + timedelta(days=5)
        answering.plan(self.session, row, planned_on=day, by=self.user, at=at, **plan)
        answering.report(self.session, row, reply="已全部整改完成", by=self.user, at=at)

    def verify(self, row: Rectification, at: datetime, met: bool = True) -> None:
        """Have the colleague look at every item."""
        for item in items_of(self.session, row):
            seen = {"method": "documents", "verified_on": at.astimezone(ZONE).date()}
            seen |= {"met": met, "seen": "查阅了办结清单"}
            verifying.verify(self.session, row, item, by=self.colleague, at=at, **seen)

    def in_state(self, state: str) -> Any:
        """Return a demand in any state of its lifecycle."""
        if state in ("drafted", "proposed", "issued", "reported"):
            return getattr(self, state)()
        row, reason = self.proposed(), {"reason": "不再需要整改", "at": ISSUED_AT}
        if state == "discarded":
            acts.discard(self.session, row, by=self.handler, at=ISSUED_AT)
            return row
        acts.issue(self.session, row, by=self.head, at=ISSUED_AT)
        if state == "revoked":
            acts.revoke(self.session, row, by=self.head, **reason)
        elif state == "failed":
            verifying.fail(self.session, row, reason="期满未整改", by=self.handler, at=AFTER)
        else:
            self.report(row, ISSUED_AT)
            self.verify(row, ISSUED_AT)
            verifying.close_out(self.session, row, note="", by=self.colleague, at=ISSUED_AT)
        assert row.state == state
        return row

    def failed_order(self, **given: Any) -> Any:
        """Return an order of which the last day has passed."""
        return self.issued("order", "not_set_up", **given)
