"""Cases of the demonstration that go no usual way: split, declined, handed over, withdrawn."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from forwarding.commands import decline, receive, triage
from forwarding.commands.forward import forward
from forwarding.commands.hand_over import hand_over
from forwarding.commands.matters import pass_on
from forwarding.commands.split import split
from forwarding.commands.withdraw import withdraw
from forwarding.queries.played import Complaint, played
from forwarding.rules import QUESTIONS
from forwarding.submission import Against, Person, Submission
from portal.institutions.queries import by_codes
from portal.kernel.actor import Actor

_BANK = "ICBC-330100"
_FEE = "信用卡办理时承诺免年费，现被收取两年年费六百元，要求退还。"
_BRIBE = "另外举报该网点经理在营销中收受商户好处，请予查处。"
_SITE = "还建议监管部门要求银行在老小区保留人工网点。"


class Elsewhere:
    """Plays a handful of cases, received two days before `now`."""

    def __init__(self, session: Session, now: datetime, officers: Sequence[Actor]) -> None:
        self.session, self.now = session, now
        self.officer, self.second, self.clerk = officers

    def play(self) -> None:
        """Play one case of each kind."""
        self._split()
        for code, reason, agreed in (
            ("proceedings", "投诉人称法院已经立案，尚未开庭。", False),
            ("social_insurance", "反映的是社保养老金的发放，不是商业保险。", True),
        ):
            self._decline(code, reason, agreed=agreed)
        self._hand_over()
        self._withdraw()

    def _received(self, name: str, claim: str, facts: str, against: str) -> Complaint:
        at = self.now - timedelta(days=2)
        person = Person(name=name, kind="natural", phone="13900001234", preferred_means="sms")
        submission = Submission(
            channel="phone",
            source="clerk",
            received_at=at,
            territory="330106",
            people=(person,),
            against=(Against(against),),
            claim=claim,
            facts=facts,
        )
        receipt = receive.receive(self.session, submission, by=self.clerk, at=at)
        return played(self.session, receipt.number)

    def _split(self) -> None:
        case = self._received("贺之遥", "要求退还年费。", f"{_FEE}{_BRIBE}{_SITE}", "工商银行")
        rest = {"shown_claim": "要求退还年费。", "shown_facts": _FEE, "hide_files": ()}
        at = self.now - timedelta(days=1)
        split(self.session, case, track="report", content=_BRIBE, **rest, by=self.officer, at=at)
        idea = split(
            self.session, case, track="suggestion", content=_SITE, **rest, by=self.officer, at=at
        )
        pass_on(self.session, idea, to="局办公室", by=self.officer, at=self.now)

    def _decline(self, code: str, reason: str, *, agreed: bool) -> None:
        case = self._received("仲安澜", "要求尽快解决。", reason, "某保险公司")
        at = self.now - timedelta(days=1)
        decline.propose_non_acceptance(
            self.session, case, code=code, reason=reason, instead=None, by=self.officer, at=at
        )
        if agreed:
            self.session.flush()
            decline.not_accept(self.session, case, by=self.second, at=self.now)

    def _hand_over(self) -> None:
        case = self._received("柏知行", "要求解释扣款。", "在北京的网点办卡，被扣款。", "工商银行")
        hand_over(
            self.session,
            case,
            to_unit="110000",
            territory="110101",
            reason="办卡网点在北京。",
            by=self.officer,
            at=self.now - timedelta(days=1),
        )

    def _withdraw(self) -> None:
        """Forward a case and let its complainant withdraw it; the institution is told that day."""
        case = self._received("晏如初", "要求退费。", "多收手续费，现已退回。", "工商银行")
        at, by = self.now - timedelta(days=1), self.officer
        answers = dict.fromkeys(QUESTIONS, True)
        triage.triage(self.session, case, answers, by=by, at=at)
        triage.classify(self.session, case, business="B05", cause="C07", by=by, at=at)
        bank = by_codes(self.session, [_BANK])[_BANK]
        forward(self.session, case, [bank.id], by=by, at=at)
        self.session.flush()
        given = {"requested_at": self.now, "reason": "银行已经退费。"}
        withdraw(self.session, case, **given, by=self.clerk, at=self.now)
