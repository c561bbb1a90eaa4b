"""The audit trail as a file for who reads it."""

import json
from collections.abc import Generator, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date

from sqlalchemy.orm import Session

import portal.accounts.policy  # noqa: F401  (the permission of this ledger)
from portal.accounts.queries import trail_page
from portal.kernel import clock
from portal.kernel.exports import Asked, Ledger, Table, register
from portal.kernel.filters import wanted_by
from portal.kernel.findings import N_
from portal.kernel.keyset import walk
from portal.kernel.sheets import Cell
from portal.web.messages import label

TRAIL = (
    N_("序号"),
    N_("时间"),
    N_("操作代码"),
    N_("操作"),
    N_("操作人"),
    N_("角色"),
    N_("监管单位代码"),
    N_("对象类别"),
    N_("对象编号"),
    N_("依据"),
    N_("理由"),
    N_("内容"),
    N_("封存序号"),
)
_AT_ONCE = 1_000


@dataclass(frozen=True)
class TrailWanted:
    """What the trail is narrowed to; an empty value narrows nothing."""

    who: str = ""
    act: str = ""
    kind: str = ""
    subject: str = ""
    since: date | None = None
    until: date | None = None


def _wanted(filters: Mapping[str, str]) -> TrailWanted:
    return wanted_by(TrailWanted, filters)


def _trail(session: Session, asked: Asked) -> Table:
    narrowed, say = asdict(_wanted(asked.filters)), asked.say

    def rows() -> Generator[Sequence[Cell], None, None]:
        for row in walk(lambda at: trail_page(session, asked.actor, narrowed, at, _AT_ONCE)):
            yield (
                row.id,
                row.at.astimezone(clock.ZONE).isoformat(timespec="seconds"),
                row.act,
                say(label(row.act)),
                row.actor_name,
                row.actor_role,
                row.unit_code,
                row.subject_kind,
                row.subject_id,
                row.article,
                row.reason,
                json.dumps(row.facts, ensure_ascii=False),
                row.position,
            )

    return Table([say(text) for text in TRAIL], rows())


register(Ledger("audit", N_("操作日志"), "audit.read", _wanted, _trail))
