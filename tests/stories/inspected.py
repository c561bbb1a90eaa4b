"""What inspectors, their head and a bank do at the pages of an inspection, day by day."""

import re
from dataclasses import dataclass
from html import unescape
from typing import Any

from tests.stories.people import Person
from tests.stories.ways import House

FOUND = (
    ("超过期限处理投诉", "late_handling", "五件投诉超过期限没有办结。", "serious"),
    ("处理决定没有写明依据", "decision_incomplete", "三份处理决定没有写明处理依据。", "moderate"),
    ("投诉登记不完整", "register_incomplete", "两件投诉没有登记。", "minor"),
)


@dataclass
class Inspected:
    """One inspection of a bank: its officers, the bank's clerk, and the clock."""

    house: House
    frozen: Any
    leader: Person
    second: Person
    head: Person
    clerk: Person
    page: str = ""

    @property
    def own(self) -> str:
        """The inspection's page on the bank's side."""
        return self.page.replace("/staff/", "/desk/")

    def on(self, moment: str) -> None:
        """Go to a moment, at which everybody signs in anew."""
        self.frozen(f"{moment}+08:00")
        for person in (self.leader, self.second, self.head, self.clerk):
            person.come_in()

    def act(self, person: Person, noun: str, **fields: Any) -> str:
        """Send the form of an act on the inspection's page; `fields` go without their prefix."""
        lead = {"team": "member"}.get(noun, noun)
        data = {f"{lead}-{name}": value for name, value in fields.items()}
        return person.do(self.page, f"{self.page}/{noun}", **data)

    def plan(self, proposal: str) -> None:
        """Take a proposal up, with its evidence."""
        way = re.search(r'href="(/staff/inspections/new\?[^"]+)"', self.leader.get(proposal).text)
        assert way is not None
        to = unescape(way[1])
        days = {"starts_on": "2026-04-13", "ends_on": "2026-04-17"}
        self.page = self.leader.do(to, to, **days)
        self.approved_and_manned()

    def follow_up(self) -> None:
        """Plan a follow-up of the inspection in hand, and go on with that."""
        to = f"/staff/inspections/new?follow_up={self.page.rpartition('/')[2]}"
        days = {"starts_on": "2026-04-27", "ends_on": "2026-05-08"}
        self.page = self.leader.do(to, to, reason="核查整改情况", **days)
        self.approved_and_manned()

    def approved_and_manned(self) -> None:
        """Have the plan approved, and two inspectors named who declare themselves."""
        self.act(self.leader, "proposal")
        self.act(self.head, "approval")
        for person in (self.leader, self.second):
            self.act(self.leader, "team", account_id=str(person.account.id))
            self.act(person, "declaration", conflict="no")

    def note_findings(self) -> None:
        """Note three findings; the evidence of the proposal is offered with each."""
        new = f"{self.page}/findings/new"
        for title, problem, facts, severity in FOUND:
            kept = {} if problem == "late_handling" else {"complaints": ""}
            about = {"title": title, "problem": problem, "facts": facts, "severity": severity}
            self.leader.do(new, new, **about, **kept)

    def findings(self) -> list[str]:
        """Return the pages of the findings, in their order."""
        html = self.leader.get(self.page).text
        return re.findall(rf'href="({self.page}/findings/\d+)"', html)

    def answer_facts(self, objects: int, reason: str) -> None:
        """Have the bank confirm all findings but one, and sign."""
        ids = [page.rpartition("/")[2] for page in self.findings()]
        said = {
            f"facts-answer_{each}": "object" if place == objects else "confirm"
            for place, each in enumerate(ids)
        }
        said[f"facts-objection_{ids[objects]}"] = reason
        self.clerk.do(self.own, f"{self.own}/facts", **said, **{"facts-signer": "韩行长"})

    def read_letters(self) -> list[bytes]:
        """Have the bank download every letter; that serves those not served yet."""
        found = re.findall(rf'href="({self.own}/letters/\d+.pdf)"', self.clerk.get(self.own).text)
        return [self.clerk.get(each).data for each in found]
