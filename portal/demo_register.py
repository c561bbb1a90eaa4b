"""What a bank proposes of its own entries in the demonstration: two wait, one was refused."""

from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from portal.institutions import commands as register
from portal.institutions.entry import Channels
from portal.institutions.queries import by_codes
from portal.kernel import clock
from portal.kernel.actor import Actor

_CODES = ("ICBC-330000", "ICBC-330100", "ICBC-330300")


def play(session: Session, now: datetime, supervisor: Actor, admin: Actor) -> None:
    """Propose a new process page, a new branch, and a change that lacks its proof."""
    known, act = by_codes(session, _CODES), {"by": admin, "at": now}
    if set(known) != set(_CODES):
        return
    province, hangzhou, wenzhou = (known[code] for code in _CODES)
    wanted = {"process_url": "https://www.example.com/complaints"}
    reason = "演示：投诉处理流程已在官网公布。"
    register.propose_change(session, hangzhou.id, wanted, reason=reason, **act)
    opened_on = clock.business_date(now) - timedelta(days=5)
    channels = Channels(phone="95588", address="浙江省嘉兴市示例路8号")
    branch = register.Opening("工商银行嘉兴示例支行", "330400", opened_on, channels=channels)
    reason = "演示：开业批复〔2026〕8号。"
    register.propose_opening(session, province.id, branch, reason=reason, **act)
    given = {"address": "浙江省温州市示例路88号"}
    row = register.propose_change(session, wenzhou.id, given, reason="演示：营业场所搬迁。", **act)
    said = {"remarks": "演示：请附营业场所变更的批复。", "by": supervisor, "at": now}
    register.refuse_proposal(session, row.id, version=row.version, **said)
