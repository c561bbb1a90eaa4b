"""Repeats and a campaign for the demonstration: one text of many people, one person twice."""

import random
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from forwarding.commands import merging, receive
from forwarding.queries.played import played
from forwarding.submission import Against, Person, Submission
from portal.kernel.actor import Actor

_NAMES = (
    *("魏半夏", "薛紫苏", "叶茯苓", "阎白芷", "余连翘", "潘忍冬", "杜辛夷"),
    *("戴青黛", "夏泽兰", "钟石斛", "汪远志", "田苍术", "任佩兰"),
)
_CLAIM = "要求退还全部分期手续费和利息，停止催收，出具非恶意逾期证明，并书面道歉。"
_TEXT = (
    "本人于{year}年经{bank}业务员推荐办理信用卡账单分期，金额{amount}元。业务员未告知真实年化费率，"
    "也未提示逾期后果，涉嫌虚假宣传和侵犯消费者知情权。现因收入中断无力偿还，已多次主动协商，"
    "{bank}以系统不支持为由拒绝。依据有关规定，请贵局责令其提供个性化分期方案，六十期归还本金。"
)
_CALLS = (
    "来电人的车险理赔材料上月就交齐了，平安财险一直说在审核，要求按定损金额赔付，并说明为什么拖这么久。",
    "来电人再次来电：平安财险的理赔还是没有结果，材料上月已交齐，客服让继续等，要求尽快按定损金额赔付。",
)


def play(session: Session, now: datetime, officer: Actor, clerk: Actor) -> None:
    """Let thirteen people send one text within days, and one person call three times."""
    chance = random.Random(20260518)
    for nth, name in enumerate(_NAMES):
        at = now - timedelta(hours=6 * (len(_NAMES) - nth))
        facts = _TEXT.format(
            year=chance.randrange(2021, 2025),
            bank=chance.choice(("招商银行", "该行", "招行信用卡中心")),
            amount=chance.randrange(8, 90) * 1000,
        )
        who = Person(name, phone=f"139{chance.randrange(10**8):08d}", preferred_means="sms")
        _receive(session, who, "招行信用卡中心", _CLAIM, facts, at, clerk)
    caller = Person("商陆", phone="13800009999", preferred_means="sms")
    claim = "要求平安财险按定损金额赔付。"
    first, second, _third = (
        _receive(session, caller, "平安财险", claim, text, now - timedelta(days=back), clerk)
        for text, back in ((_CALLS[0], 3), (_CALLS[1], 2), (_CALLS[1], 1))
    )
    merging.merge(session, played(session, second), played(session, first), by=officer, at=now)


def _receive(
    session: Session, who: Person, bank: str, claim: str, facts: str, at: datetime, clerk: Actor
) -> str:
    submission = Submission(
        channel="phone",
        source="clerk",
        received_at=at,
        territory="330106",
        people=(who,),
        against=(Against(bank),),
        claim=claim,
        facts=facts,
    )
    return receive.receive(session, submission, by=clerk, at=at).number
