"""The worker makes letters and tells the institution that one has come; harmless when run twice."""

from datetime import datetime

from sqlalchemy.orm import Session

from inspections.commands.letters import make, number_text
from inspections.messages.rectification import LETTERS
from inspections.models import Letter
from portal.institutions.notices import to_institution
from portal.kernel import links
from portal.kernel.outbox import OutboxMessage, handler


@handler("letter.make")
def make_letter(session: Session, message: OutboxMessage, at: datetime) -> None:
    """Make the PDF of a letter and tell its institution."""
    letter = session.get_one(Letter, message.payload["letter_id"], with_for_update=True)
    make(session, letter, at=at)
    about = {
        "letter": LETTERS.get(letter.kind, "文书"),
        "number": number_text(letter),
        "link": links.to(f"/desk/supervision/letters/{letter.id}"),
    }
    to = letter.institution_id
    to_institution(session, to, "supervision_letter", key=message.key, at=at, **about)
