"""Inspections in the demonstration: one archived, one with its facts put, one under way, plans."""

from dataclasses import replace
from datetime import date, datetime, timedelta

from sqlalchemy.orm import Session

from inspections.commands import concluding, facts, findings, letters, requests, teams
from inspections.commands import inspections as acts
from inspections.commands.facts import Answer
from inspections.commands.findings import Found
from inspections.commands.inspections import Plan
from inspections.models import Inspection
from inspections.queries import planning
from inspections.queries.letters import letters_about
from portal.institutions.queries import by_codes
from portal.kernel import clock
from portal.kernel.actor import Actor

LATE = Found(
    "超过期限处理投诉",
    "late_handling",
    "演示：抽查的40件投诉中，6件超过规定期限才作出处理决定，也没有书面告知延期理由。",
    "moderate",
)
DECISIONS = Found(
    "处理决定没有写明核实的事实和依据",
    "decision_incomplete",
    "演示：抽查的20份处理决定中，5份没有写明核实的事实，3份没有写明处理依据。",
    "minor",
)
REGISTER = Found(
    "投诉登记台账与档案不一致",
    "register_incomplete",
    "演示：台账登记的投诉中，2件没有保存回访记录和处理决定的送达凭证。",
    "minor",
)
ACTS_ON = {"archived": 60, "facts_put": 8, "under_way": 12}
"""How many days ago the inspectors began."""


class Played:
    """The inspectors of the bureau and those whom they inspect, in the weeks before today."""

    def __init__(
        self, session: Session, now: datetime, inspectors: tuple[Actor, Actor], head: Actor
    ) -> None:
        self.session, self.now, self.head = session, now, head
        self.leader, self.second = inspectors

    def at(self, days: int) -> datetime:
        """Return the moment so many days ago."""
        return self.now - timedelta(days=days)

    def day(self, days: int) -> date:
        """Return the day so many days ago."""
        return clock.business_date(self.at(days))

    def planned(self, institution_id: int, of: Plan, ago: int) -> Inspection:
        """Return a plan with the figures of today."""
        on = clock.business_date(self.now)
        known = planning.figures(self.session, self.leader, institution_id, on)
        about = {"figures": known, "by": self.leader, "at": self.at(ago)}
        return acts.plan(self.session, institution_id, of, **about)

    def under_way(self, institution_id: int, name: str, ago: int) -> Inspection:
        """Return an inspection that began so many days ago."""
        s, at = self.session, self.at(ago + 5)
        row = self.planned(institution_id, self.plan(name, ago), ago + 6)
        acts.propose(s, row, by=self.leader, at=at)
        acts.approve(s, row, by=self.head, at=at)
        for officer in (self.leader, self.second):
            who = {"leads": officer is self.leader, "by": self.leader, "at": at}
            teams.add_member(s, row, officer.account_id or 0, **who)
            teams.declare(s, row, conflict=False, by=officer, at=at)
        acts.give_notice(s, row, by=self.leader, at=at)
        self.served(row, ago + 3)
        acts.enter(s, row, on=self.day(ago), by=self.leader, at=self.at(ago))
        return row

    def plan(self, name: str, ago: int) -> Plan:
        """Return what a plan says of an inspection that begins so many days ago."""
        year = self.day(ago).year
        return Plan(
            title=f"{name}消费投诉处理检查",
            year=year,
            mode="on_site",
            reason="演示：近一年逾期办理和报告退回的件数在同类机构中居前。",
            scope="演示：消费投诉的受理、处理和告知，投诉处理制度的执行，投诉登记和档案。",
            from_on=date(year - 1, 1, 1),
            until_on=date(year - 1, 12, 31),
            starts_on=self.day(ago),
            ends_on=self.day(ago) + timedelta(days=14),
        )

    def served(self, row: Inspection, ago: int) -> None:
        """Note that every letter was handed over."""
        for letter in letters_about(self.session, "inspection", row.id):
            if letter.served_on is None:
                how = {"on": self.day(ago), "served_by": "in_person", "note": "演示：当面签收"}
                letters.serve(self.session, letter, by=self.leader, at=self.at(ago), **how)

    def put(self, row: Inspection, found: tuple[Found, ...], ago: int) -> None:
        """Note findings and put them to the institution, with ten days to answer."""
        act = {"by": self.leader, "at": self.at(ago)}
        for each in found:
            findings.note(self.session, row, each, **act)
        due_on = self.day(ago) + timedelta(days=10)
        facts.put(self.session, row, due_on=due_on, **act)

    def asked(self, row: Inspection, wanted: str, *, ago: int, due: int) -> None:
        """Ask for documents, due so many days from today."""
        due_on = clock.business_date(self.now) + timedelta(days=due)
        about = {"wanted": wanted, "due_on": due_on}
        requests.ask(self.session, row, by=self.leader, at=self.at(ago), **about)

    def concluded(self, row: Inspection, desk: Actor, ago: int) -> None:
        """Have the institution object to the second finding, and bring all to its end."""
        s, work = self.session, {"by": self.leader, "at": self.at(ago)}
        put = facts.of_inspection(s, row, "put")
        said = {
            each.id: Answer(each.ordinal != 2, "演示：其中两份决定另附了依据。") for each in put
        }
        facts.answer(s, row, said, signer="韩演示", by=desk, at=self.at(ago + 2))
        for each in facts.of_inspection(s, row, "objected"):
            findings.uphold(s, row, each, ruling="演示：附件不足以说明处理依据，予以认定。", **work)
        facts.settle(s, row, **work)
        concluding.report(s, row, text="演示：检查报告。三项问题已确认或者认定。", **work)
        opinion = "演示：请针对三项问题逐项整改，完善投诉处理时限管理，并于三十日内报送整改情况。"
        concluding.give_opinion(s, row, text=opinion, by=self.head, at=self.at(ago))
        self.served(row, ago)


def play(
    session: Session, now: datetime, inspectors: tuple[Actor, Actor], head: Actor, desk: Actor
) -> None:
    """Inspect three branches of the bureau's territory and plan for a fourth."""
    known = by_codes(session, ["ICBC-330100", "CIB-330100", "BOC-330100"])
    own, play = known["ICBC-330100"], Played(session, now, inspectors, head)
    row = play.under_way(own.id, own.label, ACTS_ON["archived"])
    play.put(row, (LATE, DECISIONS, REGISTER), 45)
    play.concluded(row, desk, 35)
    concluding.archive(session, row, by=inspectors[0], at=play.at(30))
    again = play.under_way(own.id, f"{own.label}信用卡", ACTS_ON["facts_put"])
    play.asked(again, "演示：信用卡投诉登记台账和处理决定。", ago=8, due=5)
    play.put(again, (LATE, replace(DECISIONS, severity="moderate")), 3)
    for other in (known[code] for code in ("CIB-330100",) if code in known):
        open_one = play.under_way(other.id, other.label, ACTS_ON["under_way"])
        play.asked(open_one, "演示：近一年的投诉登记台账。", ago=11, due=-4)
        wrote = {"title": "抽查处理决定的记录", "text": "演示：抽查20份处理决定，逐份核对。"}
        requests.write_paper(session, open_one, **wrote, by=inspectors[1], at=play.at(2))
        findings.note(session, open_one, DECISIONS, by=inspectors[0], at=play.at(1))
    for other in (known[code] for code in ("BOC-330100",) if code in known):
        waiting = play.planned(other.id, play.plan(other.label, -20), 2)
        acts.propose(session, waiting, by=inspectors[0], at=play.at(1))
