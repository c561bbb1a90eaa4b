"""Inspections in any state, reached by commands alone."""

from datetime import date, datetime, timedelta
from typing import Any

from inspections.commands import concluding, facts, findings, letters, requests, teams
from inspections.commands import inspections as acts
from inspections.commands.facts import Answer
from inspections.commands.findings import Found
from inspections.commands.inspections import Plan
from inspections.lifecycle import INSPECTION
from inspections.models import Finding, Inspection
from inspections.queries.findings import findings_of
from portal.kernel.clock import ZONE

AT = datetime(2026, 3, 2, 10, tzinfo=ZONE)
ANSWER_BY = date(2026, 3, 20)
IN_TIME = datetime(2026, 3, 20, 23, 59, tzinfo=ZONE)
TOO_LATE = datetime(2026, 3, 21, 0, 0, tzinfo=ZONE)
PLAN = Plan(
    title="2026年消费投诉处理检查",
    year=2026,
    mode="on_site",
    reason="逾期办理明显增多",
    scope="2025年以来的消费投诉处理",
    from_on=date(2025, 1, 1),
    until_on=date(2025, 12, 31),
    starts_on=date(2026, 3, 2),
    ends_on=date(2026, 3, 13),
)
LATE = Found("逾期处理投诉", "late_handling", "多件投诉超过期限办结。", "moderate")


class Team:
    """Who acts: two inspectors, the first of whom leads, the head, and the institution."""

    def __init__(self, session: Any, make: Any, bank: Any) -> None:
        self.session, self.bank = session, bank
        self.leader = make.make_officer(session, "inspector")
        self.second = make.make_officer(session, "inspector")
        self.head = make.make_officer(session, "supervisor")
        self.user = make.make_desk_user(session, bank.id)

    def planned(self, **given: Any) -> Inspection:
        """Return a plan."""
        about = {"by": self.leader, "at": AT, **given}
        return acts.plan(self.session, self.bank.id, about.pop("of", PLAN), **about)

    def manned(self, row: Inspection) -> None:
        """Name both inspectors, who declare to be free of conflicts."""
        for officer in (self.leader, self.second):
            name = {"leads": officer is self.leader, "by": self.leader, "at": AT}
            teams.add_member(self.session, row, officer.account_id, **name)
            teams.declare(self.session, row, conflict=False, by=officer, at=AT)

    def serve(self, row: Inspection, at: datetime = AT) -> None:
        """Note that every letter was handed over."""
        for letter in acts.letters_about(self.session, "inspection", row.id):
            if letter.served_on is None:
                how = {"on": at.astimezone(ZONE).date(), "served_by": "in_person"}
                letters.serve(self.session, letter, by=self.leader, at=at, **how)

    def noted(self, row: Inspection, of: Found = LATE) -> Finding:
        """Return a new finding."""
        return findings.note(self.session, row, of, by=self.leader, at=AT)

    def asked(self, row: Inspection, due_on: date = ANSWER_BY) -> Any:
        """Return a request for documents."""
        about = {"wanted": "投诉登记台账", "due_on": due_on}
        return requests.ask(self.session, row, by=self.leader, at=AT, **about)

    def answer(
        self, row: Inspection, at: datetime = IN_TIME, objects: tuple[int, ...] = ()
    ) -> None:
        """Have the institution answer every finding; object to those of these ordinals."""
        said = {
            each.id: Answer(each.ordinal not in objects, "与事实不符，详见附件")
            for each in findings_of(self.session, self.leader, row.id)
            if each.state == "put"
        }
        facts.answer(self.session, row, said, signer="韩行长", by=self.user, at=at)

    def step(self, row: Inspection, act: str, at: datetime = AT) -> None:
        """Do one act of the lifecycle with what it needs."""
        s, by = self.session, {"by": self.leader, "at": at}
        head = {"by": self.head, "at": at}
        {
            "propose": lambda: acts.propose(s, row, **by),
            "reject": lambda: acts.reject(s, row, reason="理由不足", **head),
            "approve": lambda: acts.approve(s, row, **head),
            "give_notice": lambda: acts.give_notice(s, row, **by),
            "enter": lambda: acts.enter(s, row, on=AT.date(), **by),
            "put_facts": lambda: facts.put(s, row, due_on=ANSWER_BY, **by),
            "settle_facts": lambda: facts.settle(s, row, **by),
            "report": lambda: concluding.report(s, row, text="检查报告全文", **by),
            "give_opinion": lambda: concluding.give_opinion(s, row, text="请认真整改", **head),
            "archive": lambda: concluding.archive(s, row, **by),
            "call_off": lambda: acts.call_off(s, row, reason="机构合并", **head),
        }[act]()

    def in_state(self, state: str, of: tuple[Found, ...] = (LATE,), **given: Any) -> Inspection:
        """Return an inspection in any state of its lifecycle, with findings from `under_way` on."""
        row = self.planned(**given)
        if state == "called_off":
            self.step(row, "call_off")
        for act in _WAY:
            if row.state == state:
                break
            self._before(row, act, of)
            self.step(row, act, TOO_LATE if act in _AFTER_FACTS else AT)
        assert row.state == state
        return row

    def _before(self, row: Inspection, act: str, of: tuple[Found, ...]) -> None:
        if act == "give_notice":
            self.manned(row)
        elif act in ("enter", "archive"):
            self.serve(row, AT if act == "enter" else TOO_LATE)
        elif act == "put_facts":
            for each in of:
                self.noted(row, each)
        elif act == "settle_facts":
            self.answer(row)


_WAY = [act for act in INSPECTION.moves if act not in ("reject", "call_off")]
_AFTER_FACTS = ("settle_facts", "report", "give_opinion", "archive")
NEXT_YEAR = AT + timedelta(days=365)
