"""To remind (催办) an institution by hand: once a day for each forwarding, with its own text.

The text is kept encrypted and read in the institution's case; the notice only says that it waits
there, since no notice to an institution carries what somebody may have written in it (Art. 22).
"""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from forwarding.commands.acts import log
from forwarding.lifecycle import OPEN_FORWARDING_STATES
from forwarding.models import Forwarding, Reminder
from forwarding.queries.wording import reminder_values
from forwarding.rules.wording import check_wording, fields_in, fill_wording
from portal.kernel import outbox
from portal.kernel.actor import Actor
from portal.kernel.clock import business_date
from portal.kernel.law import Breach

TOPIC = "reminder.by_hand"
LONGEST_TEXT = 2000


def remind_by_hand(
    session: Session, forwarding: Forwarding, text: str, *, by: Actor, at: datetime
) -> None:
    """Note a reminder, its fields filled in, and let the institution be told that it waits.

    Raises Breach("nothing_to_remind") when the institution owes no report, what `check_wording`
    raises, and Breach("reminded_today") with the instant of the day's first reminder.
    """
    if forwarding.state not in OPEN_FORWARDING_STATES:
        raise Breach("nothing_to_remind", "18", state=forwarding.state)
    check_wording("reminder", text)
    if fields_in(text):
        text = fill_wording(text, reminder_values(session, forwarding.id, business_date(at)))
    of_today = {"forwarding_id": forwarding.id, "on": business_date(at)}
    # The day is unique: of two officers at the same moment one reminds.
    made = session.scalar(
        insert(Reminder)
        .values(**of_today, at=at, by=by.account_id, text=text)
        .on_conflict_do_nothing()
        .returning(Reminder.id)
    )
    if made is None:
        last = session.scalar(select(Reminder.at).filter_by(**of_today))
        raise Breach("reminded_today", "18", last=last)
    log(
        session,
        forwarding.complaint,
        "forwarding.remind_by_hand",
        article="18",
        by=by,
        at=at,
        forwarding_id=forwarding.id,
        institution_id=forwarding.institution_id,
    )
    outbox.post(session, TOPIC, f"{TOPIC}:{made}", {"reminder_id": made}, at)
