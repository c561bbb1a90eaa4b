"""The trail of one institution in words."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import Session

from portal.institutions.commands.register import SUBJECT
from portal.institutions.models import Institution
from portal.institutions.words import COLUMNS
from portal.kernel import audit
from portal.web.messages import label
from portal.web.punctuation import enumerated, strung
from portal.web.words import actor

_SHOWN = {"": _l("空"), "true": _l("是"), "false": _l("否")}


@dataclass(frozen=True)
class Event:
    """One act as the timeline shows it."""

    title: str
    at: datetime
    by: str
    text: str
    article: str | None


def events(session: Session, row: Institution) -> list[Event]:
    """Return the acts on an institution, the newest first."""
    trail = audit.history(session, SUBJECT, row.id)
    return [
        Event(label(entry.act), entry.at, actor(entry.actor_name), _text(entry), entry.article)
        for entry in reversed(trail)
    ]


def _text(entry: audit.AuditEntry) -> str:
    parts = [entry.reason] if entry.reason else []
    if "file_row" in entry.facts:
        parts.append(_("由文件第 %(row)s 行导入", row=entry.facts["file_row"]))
    if entry.facts.get("closed_on"):
        parts.append(_("终止日期 %(day)s", day=entry.facts["closed_on"]))
    changed: Mapping[str, Any] = entry.facts.get("changed", {})
    if entry.act == "institution_aliases":
        both = (entry.facts[side] for side in ("before", "after"))
        changed = {"aliases": [enumerated(names) for names in both]}
    parts += [_change(column, changed[column]) for column in COLUMNS if column in changed]
    return strung(parts)


def _change(column: str, both: list[str]) -> str:
    name = str(COLUMNS.get(column, column))
    if not both:
        return _("%(column)s已修改", column=name)
    before, after = (str(_SHOWN.get(side, side)) for side in both)
    return _("%(column)s：%(before)s → %(after)s", column=name, before=before, after=after)
