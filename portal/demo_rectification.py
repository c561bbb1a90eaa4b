"""Rectification in the demonstration: demands, an order run over, a reply, one closed out."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from sqlalchemy.orm import Session

from inspections.commands import answering, letters, measures, verifying
from inspections.commands import rectification as acts
from inspections.commands.rectification import Item
from inspections.commands.rectification_acts import items_of
from inspections.models import Inspection, Rectification
from inspections.queries.findings import findings_of
from inspections.queries.letters import letters_about
from portal.institutions.queries import by_codes
from portal.kernel import clock
from portal.kernel.actor import Actor


class Played:
    """Who has it in hand, who verifies, and who decides, in the weeks before today."""

    def __init__(
        self, session: Session, now: datetime, inspectors: tuple[Actor, Actor], head: Actor
    ) -> None:
        self.session, self.now, self.head = session, now, head
        self.handler, self.second = inspectors

    def at(self, days: int) -> datetime:
        """Return the moment so many days ago."""
        return self.now - timedelta(days=days)

    def day(self, days: int) -> date:
        """Return the day so many days ago; negative for days to come."""
        return clock.business_date(self.at(days))

    def proposed(
        self,
        kind: str,
        institution_id: int,
        *,
        title: str,
        items: Sequence[Item],
        ground: str = "",
        articles: Sequence[str] = (),
        ago: int,
        due: int,
        demand: Rectification | None = None,
        inspection: Inspection | None = None,
    ) -> Rectification:
        """Return one that waits for a second officer since so many days; due in so many."""
        act = {"by": self.handler, "at": self.at(ago)}
        row = acts.draft(
            self.session,
            kind,
            institution_id,
            title=title,
            ground=ground,
            articles=articles,
            items=items,
            due_on=self.day(-due),
            basis="演示：抽查和转办情况表明存在下列问题。",
            demand_id=demand.id if demand else None,
            inspection_id=inspection.id if inspection else None,
            **act,
        )
        acts.propose(self.session, row, **act)
        return row

    def issue(self, row: Rectification, ago: int) -> None:
        """Issue it so many days ago, and hand the letter over."""
        acts.issue(self.session, row, by=self.head, at=self.at(ago))
        for letter in letters_about(self.session, "rectification", row.id):
            how = {"on": self.day(ago), "served_by": "in_person", "note": "演示：当面签收"}
            letters.serve(self.session, letter, by=self.handler, at=self.at(ago), **how)

    def plan(self, row: Rectification, desk: Actor, ago: int, due: int) -> None:
        """Have the institution plan."""
        about = {"text": "演示：成立专班，逐件清理，完善时限管理。", "person": "韩演示"}
        given = {**about, "post": "副行长", "planned_on": self.day(-due)}
        answering.plan(self.session, row, **given, by=desk, at=self.at(ago))

    def report(self, row: Rectification, desk: Actor, ago: int) -> None:
        """Have the institution report that it is done, or reply."""
        text = "演示：已逐项完成，情况见附件。"
        answering.report(self.session, row, reply=text, by=desk, at=self.at(ago))

    def close(self, row: Rectification, ago: int) -> None:
        """Have the second inspector look at every item, and close it out."""
        for item in items_of(self.session, row):
            seen = {"method": "documents", "verified_on": self.day(ago), "met": True}
            act = {"by": self.second, "at": self.at(ago)}
            verifying.verify(self.session, row, item, seen="演示：查阅资料，属实。", **seen, **act)
        verifying.close_out(self.session, row, note="", by=self.second, at=self.at(ago))


def play(
    session: Session, now: datetime, inspectors: tuple[Actor, Actor], head: Actor, desk: Actor
) -> None:
    """Demand, order and recommend; of three branches each stands somewhere else."""
    known = by_codes(session, ["ICBC-330100", "CIB-330100", "BOC-330100"])
    play = Played(session, now, inspectors, head)
    own = known["ICBC-330100"].id
    _from_the_inspection(play, own, desk)
    _run_over(play, known["CIB-330100"].id)
    told = {"title": "完善老年客户投诉服务", "items": [Item("演示：设老年客户投诉专席。")]}
    row = play.proposed("recommendation", known["BOC-330100"].id, **told, ago=12, due=8)
    play.issue(row, 11)
    done = {"title": "公布投诉渠道", "ground": "channels_unpublished", "ago": 50, "due": -10}
    row = play.proposed("demand", own, items=[Item("演示：在官网首页公布投诉电话。")], **done)
    play.issue(row, 49)
    play.plan(row, desk, 45, -20)
    play.report(row, desk, 20)
    play.close(row, 15)
    late = {"title": "补报投诉数据", "ground": "not_reported", "ago": 1, "due": 15}
    play.proposed("order", own, items=[Item("演示：补报上半年投诉数据。")], **late)


def _from_the_inspection(play: Played, institution_id: int, desk: Actor) -> None:
    """Demand what the archived inspection found; planned, told of, and more time asked for."""
    found = Inspection.institution_id == institution_id
    rows = play.session.query(Inspection).where(found, Inspection.state == "archived")
    inspection = rows.order_by(Inspection.id).first()
    findings = findings_of(play.session, play.handler, inspection.id) if inspection else []
    items = [Item(f"整改：{each.title}", each.id) for each in findings]
    row = play.proposed(
        "demand",
        institution_id,
        title="规范消费投诉处理时限和处理决定",
        ground="handled_wrongly",
        items=items or [Item("演示：逐件办结逾期投诉。")],
        ago=27,
        due=6,
        inspection=inspection,
    )
    play.issue(row, 26)
    play.plan(row, desk, 22, 3)
    first, act = items_of(play.session, row)[0].id, {"by": desk, "at": play.at(5)}
    told = {"text": "演示：逾期投诉已办结四件，余两件正在办理。", "item_id": first}
    answering.tell_progress(play.session, row, **told, **act)
    asked = {"until": play.day(-20), "reason": "演示：系统改造需要时间。"}
    answering.ask_extension(play.session, row, **asked, **act)


def _run_over(play: Played, institution_id: int) -> None:
    """A demand that failed became an order, which ran over as well; a talk is proposed."""
    about = {"title": "按规定处理投诉并告知", "items": [Item("演示：逐件告知处理结果。")]}
    wrong = {"ground": "handled_wrongly", "articles": ["21"]}
    demand = play.proposed("demand", institution_id, **about, **wrong, ago=70, due=-40)
    play.issue(demand, 69)
    verifying.fail(
        play.session, demand, reason="演示：期满没有整改。", by=play.handler, at=play.at(39)
    )
    failed = {"ground": "demand_failed", "demand": demand}
    order = play.proposed("order", institution_id, **about, **failed, ago=38, due=-4)
    play.issue(order, 37)
    talk = {"reason": "演示：责令改正期满仍未改正。", "on": play.day(-5), "place": "三楼会议室"}
    measures.propose(play.session, order, "talk", **talk, by=play.handler, at=play.at(1))
