"""To write something in a letter to the complainant (告知书) besides what all such letters say."""

from datetime import datetime

from sqlalchemy.orm import Session

from forwarding.commands.acts import log
from forwarding.lifecycle import TELLING
from forwarding.models import Telling
from forwarding.queries.wording import telling_values
from forwarding.rules.wording import check_wording, fields_in, fill_wording
from portal.kernel.actor import Actor
from portal.kernel.clock import business_date
from portal.kernel.law import Breach


def word_letter(session: Session, telling: Telling, words: str, *, by: Actor, at: datetime) -> None:
    """Keep with a telling what its letter says besides, its fields filled in; "" takes it out.

    Once the complainant was told, letter and telling agree for good: Breach("illegal_act").
    Raises what `check_wording` raises, and Breach("wording_without_value") for a field that the
    case has no value for.
    """
    TELLING.check(telling.state, "tell")
    check_wording("telling", words)
    if fields := fields_in(words):
        values = telling_values(session, telling, business_date(at))
        if bare := [name for name in fields if name not in values]:
            raise Breach("wording_without_value", "21", field=bare[0])
        words = fill_wording(words, values)
    telling.words = words.strip() or None
    log(
        session,
        telling.complaint,
        "complaint.word_letter",
        article="21",
        by=by,
        at=at,
        occasion=telling.occasion,
    )
