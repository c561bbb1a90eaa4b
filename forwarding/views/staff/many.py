"""Acts on many complaints: what was ticked, a transaction for each, and what came of it."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime

from flask import request
from flask_babel import gettext as _
from sqlalchemy.orm.exc import StaleDataError

from forwarding.models import Complaint
from forwarding.queries import case as cases
from forwarding.queries.access import complaint_by_number
from forwarding.queries.narrowing import is_number
from portal.kernel import clock
from portal.kernel.actor import Actor
from portal.kernel.db import transaction
from portal.kernel.law import Breach
from portal.web.access import current_actor
from portal.web.db import session
from portal.web.messages import say

AT_MOST = 100
_LARGEST = 2**63 - 1
One = Callable[[Complaint, Actor, datetime], None]
Had = Callable[[Complaint], bool]


@dataclass(frozen=True)
class Outcome:
    """What came of an act on one complaint."""

    number: str
    done: bool
    text: str


def ticked(source: Iterable[str]) -> list[str]:
    """Return the numbers ticked, each once, as far as one page goes."""
    return [n for n in dict.fromkeys(source) if is_number(n)][:AT_MOST]


def ids_sent(name: str) -> list[int]:
    """Return the ids sent under a name; what is none is left out."""
    texts = [t for t in request.form.getlist(name) if t.isascii() and t.isdigit() and len(t) < 20]
    return [i for i in dict.fromkeys(map(int, texts)) if i <= _LARGEST]


def act_on(number: str, act: One, had: Had, done: str) -> Outcome:
    """Do one complaint's act; a second click finds it done already and changes nothing."""
    complaint = complaint_by_number(session(), current_actor(), number)
    if complaint is None:
        return Outcome(number, False, _("没有找到本件，或不在您的辖区。"))
    if had(complaint):
        return Outcome(number, True, _("此前已经办理，没有重复办理。"))
    try:
        with transaction(session()):
            _check_seen(number, complaint)
            act(complaint, current_actor(), clock.now())
    except Breach as breach:
        return Outcome(number, False, say(breach))
    except StaleDataError:
        return Outcome(number, False, _("预览以后此件有了变化，没有办理。请打开查看后再办。"))
    return Outcome(number, True, done)


def _check_seen(number: str, complaint: Complaint) -> None:
    seen = request.form.get(f"version-{number}", "")
    if seen != str(cases.hold(session(), complaint)) or seen != str(complaint.version):
        raise StaleDataError(f"complaint {complaint.id} has changed")
