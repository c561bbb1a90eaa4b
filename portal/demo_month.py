"""The month before the demonstration's today, played with the real commands."""

import random
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from itertools import islice

from sqlalchemy.orm import Session

from forwarding.commands import forward, handle, receive, tell, triage
from forwarding.queries.played import (
    Complaint,
    Forwarding,
    Telling,
    due_tellings,
    newest_received,
    played,
)
from forwarding.submission import Against, Person, Submission
from portal.demo_day import cases
from portal.demo_day.day import Truth
from portal.institutions.queries import Card, by_codes
from portal.kernel import clock
from portal.kernel.actor import SYSTEM, Actor

DAYS, A_DAY = 32, 6


class Month:
    """Plays the month before `now`: calls come in, officers and institutions work on them."""

    def __init__(self, session: Session, now: datetime, officers: Sequence[Actor]) -> None:
        self.session, self.now = session, now
        self.rnd = random.Random(20260301)
        self.officer, self.second, self.clerk = officers
        self.cards: dict[str, Card | None] = {}

    def play(self) -> None:
        """Play every day from the oldest to today."""
        today = clock.business_date(self.now)
        for back in range(DAYS, -1, -1):
            day = today - timedelta(days=back)
            told = (c for c in cases(700, back + 1, day) if c[0]["territory"][:2] == "33")
            for row, truth in islice(told, A_DAY):
                self._one(row, truth, day, back)
        self.session.flush()
        for complaint in newest_received(self.session, 2):
            triage.propose_diversion(
                self.session,
                complaint,
                track="enquiry",
                reason="来电人只是询问办理流程，没有提出民事权益主张。",
                by=self.officer,
                at=self.now,
            )

    def _one(self, row: dict[str, str], truth: Truth, day: date, back: int) -> None:
        received_at = datetime.fromisoformat(row["received_at"])
        if received_at >= self.now:
            received_at = self.now - timedelta(minutes=self.rnd.randrange(1, 40))
        receipt = receive.receive(
            self.session,
            _submission(row, self._named(truth), received_at),
            by=self.clerk,
            at=received_at,
        )
        complaint = played(self.session, receipt.number)
        if truth.why:
            self._divert(complaint, truth, received_at)
        elif back > 8 or self.rnd.random() < back / 9:
            self._forward(complaint, truth, received_at)
        elif self.rnd.random() < 0.5:
            self._prepare(complaint, truth, received_at, classify=self.rnd.random() < 0.6)

    def _named(self, truth: Truth) -> str:
        """Return what the hotline wrote down: the institution's usual name, seldom its branch."""
        wanted = truth.institution if self.rnd.random() < 0.3 else truth.head
        card = self._card(wanted)
        return card.label if card else ""

    def _card(self, code: str) -> Card | None:
        """Return an institution's card, asked for once."""
        if code not in self.cards:
            self.cards[code] = by_codes(self.session, [code]).get(code)
        return self.cards[code]

    def _later(self, after: datetime, days: float) -> datetime | None:
        """Return a moment of office hours some days on; None when it has not come yet."""
        moment = after + timedelta(days=days)
        at = datetime.combine(
            clock.business_date(moment),
            time(9 + self.rnd.randrange(8), self.rnd.randrange(60)),
            clock.ZONE,
        )
        at = max(at, after + timedelta(minutes=5))
        return at if at < self.now else None

    def _divert(self, complaint: Complaint, truth: Truth, received_at: datetime) -> None:
        at = self._later(received_at, 1)
        if at is None:
            return
        triage.propose_diversion(
            self.session,
            complaint,
            track=(truth.tracks or ("enquiry",))[0],
            reason="属于咨询或其他事项，不是与机构的民事纠纷。",
            by=self.officer,
            at=at,
        )
        if decided := self._later(at, 1):
            triage.divert(self.session, complaint, by=self.second, at=decided)

    def _prepare(
        self, complaint: Complaint, truth: Truth, received_at: datetime, *, classify: bool = True
    ) -> datetime | None:
        at = self._later(received_at, self.rnd.choice((0.1, 1, 2)))
        if at is None:
            return None
        answers = dict.fromkeys(_QUESTIONS, True)
        triage.triage(self.session, complaint, answers, by=self.officer, at=at)
        if not classify:
            return None
        business, cause = truth.business, truth.cause
        triage.classify(
            self.session, complaint, business=business, cause=cause, by=self.officer, at=at
        )
        return at

    def _forward(self, complaint: Complaint, truth: Truth, received_at: datetime) -> None:
        at = self._prepare(complaint, truth, received_at)
        target = self._card(truth.institution)
        if at is None or target is None:
            return
        sent_at = self._later(at, self.rnd.choice((0, 0, 1, 2, 5)))
        if sent_at is None:
            return
        (row,) = forward.forward(self.session, complaint, [target.id], by=self.officer, at=sent_at)
        self.session.flush()
        self._tell(complaint, sent_at)
        self._handle(complaint, row, sent_at)

    def _tell(self, complaint: Complaint, sent_at: datetime) -> None:
        """Tell the complainant; now and then nobody answers."""
        for telling in due_tellings(self.session, complaint):
            at = self._later(sent_at, self.rnd.choice((0, 0, 1)))
            if at is None:
                continue
            if self.rnd.random() < 0.05:
                self._fail_to_tell(telling, at)
            else:
                proof = f"演示 {telling.key}"
                means = telling.means
                tell.tell(
                    self.session,
                    telling,
                    means=means,
                    proof=proof,
                    done_at=at,
                    by=self.clerk,
                    at=at,
                )

    def _fail_to_tell(self, telling: Telling, at: datetime) -> None:
        """Try by SMS and twice by telephone; then the complainant counts as unreachable."""
        tell.undeliverable(self.session, telling, outcome="failed", at=at)
        tries = [moment for days in (1, 2) if (moment := self._later(at, days))]
        for moment in tries:
            call = {"means": "phone", "outcome": "no_answer", "note": None}
            tell.attempt(self.session, telling, **call, by=self.clerk, at=moment)
        if len(tries) == 2:
            self.session.flush()
            tell.give_up(self.session, telling, by=self.clerk, at=tries[-1])

    def _handle(self, complaint: Complaint, row: Forwarding, sent_at: datetime) -> None:
        signed_at = self._later(sent_at, self.rnd.choice((0.2, 1, 2)))
        if signed_at is None or self.rnd.random() < 0.1:
            return
        handle.acknowledge(self.session, row, by=SYSTEM, at=signed_at)
        if self.rnd.random() < 0.07:
            self._return(complaint, row, signed_at)
            return
        reported_at = self._later(signed_at, self.rnd.randrange(4, 17))
        if reported_at is None:
            return
        late = clock.business_date(reported_at) > row.due_on
        handle.report(self.session, row, _answer(row, late, self.rnd), by=SYSTEM, at=reported_at)
        verdict_at = self._later(reported_at, self.rnd.choice((1, 2, 3)))
        if verdict_at is None:
            return
        if self.rnd.random() < 0.08:
            remarks = "请补充作出决定的依据，并附送达凭证。"
            handle.send_back(self.session, row, remarks=remarks, by=self.officer, at=verdict_at)
        else:
            why = "节后来件集中，核实和转送用时较长。"
            handle.accept(self.session, row, by=self.officer, at=verdict_at, lateness_reason=why)

    def _return(self, complaint: Complaint, row: Forwarding, at: datetime) -> None:
        """Give the case back; most are forwarded on to the legal entity the next day."""
        text = "经查，该业务不是本机构办理，建议转法人机构。"
        handle.return_forwarding(self.session, row, reason="not_ours", text=text, by=SYSTEM, at=at)
        again_at = self._later(at, 1)
        is_entity = row.legal_entity_id == row.institution_id
        if again_at is None or is_entity or self.rnd.random() < 0.2:
            return
        forward.forward(
            self.session, complaint, [row.legal_entity_id], by=self.officer, at=again_at
        )
        self.session.flush()
        self._tell(complaint, again_at)


_QUESTIONS = ("bought_or_served", "dispute_with_institution", "claims_civil_right")


def _submission(row: dict[str, str], named: str, received_at: datetime) -> Submission:
    natural = row["complainant_kind"] != "organisation"
    person = Person(
        name=row["complainant_name"],
        kind="natural" if natural else "organisation",
        id_no=row["complainant_id_no"] or None,
        id_type="resident_id" if natural and row["complainant_id_no"] else None,
        phone=row["complainant_phone"] or None,
        address="演示地址" if not natural else None,
    )
    return Submission(
        channel=row["channel"] if row["channel"] != "web" else "phone",
        source="clerk",
        received_at=received_at,
        territory=row["territory"],
        people=(person,),
        against=(Against(named),) if named else (),
        claim=row["claim"],
        facts=row["facts"],
        amount=Decimal(row["amount"]) if row["amount"] else None,
    )


def _answer(row: Forwarding, late: bool, rnd: random.Random) -> handle.Answer:
    texts = {
        "verified": "已调取合同、录音和交易记录，与投诉人陈述核对。",
        "basis_reasons": "依据合同约定和监管规定，经核算作出决定。",
        "decision": "与投诉人达成一致，退还争议款项。",
        "basic": "投诉人因费用和服务问题提出投诉。",
        "focus": "是否已经充分告知收费标准。",
        "findings": "录音显示营销人员解释不够充分。",
        "basis": "领用合约第三条、收费公示。",
        "communication": "已与投诉人电话沟通两次，投诉人表示接受。",
        "source_rectification": "修订话术，对营销人员再培训。",
    }
    return handle.Answer(
        result=rnd.choice(("upheld", "partly_upheld", "settled", "not_upheld")),
        cause=rnd.choice(("C01", "C04", "C07")),
        texts=texts,
        remedies=("review", "mediation", "arbitration", "litigation"),
        decided_by_branch=True,
        told_on=row.reached_on + timedelta(days=1),
        told_means="phone",
        verified_by="演示核实员",
        no_interest=True,
        loss_recovered=Decimal(rnd.randrange(0, 5000)),
        lateness_reason="等待补充材料。" if late else None,
    )
