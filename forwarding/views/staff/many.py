"""Acts on many complaints: what was chosen and confirmed, and handing it over as a batch."""

import secrets as random
from collections.abc import Iterable, Mapping, Sequence
from datetime import timedelta
from typing import Any

from flask import current_app, flash, redirect, request, url_for
from flask_babel import gettext as _
from sqlalchemy.exc import IntegrityError
from werkzeug import Response

from forwarding.commands import bulk
from forwarding.commands.bulk import Target
from forwarding.jobs.bulk import at_once
from forwarding.queries.batches import sent_before
from forwarding.queries.bulk_duties import complaints_chosen
from forwarding.queries.narrowing import is_number
from forwarding.views.staff.asked import every_number
from portal.kernel import clock, tasks
from portal.kernel.db import transaction
from portal.web.access import current_actor
from portal.web.db import session

AT_ONCE = 20
"""Up to so many an officer waits for; more are the worker's, and are followed on a page."""
_WORKER_AFTER = timedelta(minutes=2)
"""When the worker takes over what a broken-off request has left."""
_LARGEST = 2**63 - 1


def at_most() -> int:
    """Return how many complaints one batch takes."""
    return int(current_app.config["SETTINGS"].bulk_most)


def ticked(source: Iterable[str]) -> list[str]:
    """Return the numbers ticked, each once, as far as one batch goes."""
    return [n for n in dict.fromkeys(source) if is_number(n)][: at_most()]


def asked_for() -> list[str]:
    """Return the numbers a preview is asked for: those ticked, or the whole list they stood on."""
    if request.args.get("every"):
        return every_number(at_most())
    return ticked(request.args.getlist("number"))


def batch_key() -> str:
    """Return a new key under which one preview is confirmed once."""
    return random.token_urlsafe(12)


def ids_sent(name: str) -> list[int]:
    """Return the ids sent under a name; what is none is left out."""
    texts = [t for t in request.form.getlist(name) if t.isascii() and t.isdigit() and len(t) < 20]
    return [i for i in dict.fromkeys(map(int, texts)) if i <= _LARGEST]


def seen(name: str) -> int:
    """Return the version of a row as its officer saw it; 0, which no row has, for none."""
    text = request.form.get(f"version-{name}", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0


def complaints_ticked(institutions: bool = False) -> tuple[list[Target], int]:
    """Return the complaints confirmed, and how many of them are not in sight."""
    numbers = ticked(request.form.getlist("number"))
    known = complaints_chosen(session(), current_actor(), numbers)
    targets = [
        Target(
            known[n][0],
            known[n][0],
            seen(n),
            tuple(ids_sent(f"institution-{n}")) if institutions else (),
        )
        for n in numbers
        if n in known
    ]
    return targets, len(numbers) - len(targets)


def hand_over(
    act: str, targets: Sequence[Target], said: Mapping[str, Any], missing: int = 0
) -> Response:
    """Ask for a batch and go to its page; a small one is done at once, a second click is not."""
    if missing:
        flash(_("有%(n)s件没有找到，或不在您的辖区，没有办理。", n=missing))
    if not targets and not missing:
        flash(_("没有勾选任何投诉，什么也没有办理。"))
    if not targets:
        return redirect(url_for(".worklist_page"), 303)
    task = _begun(act, targets, said)
    if task.ended_at is None and len(targets) <= AT_ONCE:
        at_once(session(), task, current_actor(), clock.now())
    return redirect(url_for(".batch", public_id=task.public_id), 303)


def _begun(act: str, targets: Sequence[Target], said: Mapping[str, Any]) -> tasks.Task:
    by, at = current_actor(), clock.now()
    key = f"{by.account_id}:{request.form.get('batch', '')[:40] or batch_key()}"
    key = key.replace("\x00", "")
    begins_at = at + _WORKER_AFTER if len(targets) <= AT_ONCE else None
    if found := sent_before(session(), by, key):
        return found
    try:
        with transaction(session()):
            return bulk.begin(
                session(), act, targets, said, sent_key=key, by=by, at=at, begins_at=begins_at
            )
    except IntegrityError:
        found = sent_before(session(), by, key)
        if found is None:
            raise
        return found
