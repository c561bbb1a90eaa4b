"""Drafts of the public form with every question answered, ready to be handed in."""

from sqlalchemy.orm import Session

from forwarding.commands import drafts
from portal.kernel import clock
from portal.kernel.db import transaction
from tests.stories.ways import ANSWERS, STATED


def ready(session: Session, count: int) -> list[str]:
    """Return the addresses of so many drafts."""
    asked = {name: values for name, values in ANSWERS.items() if name != "evidence"}
    answers = {**asked, "institution": {"listed": [{"stated_name": STATED}]}}
    made = []
    with transaction(session):
        for _ in range(count):
            draft, token = drafts.begin(session, days=7, at=clock.now())
            drafts.save(draft, answers, at=clock.now())
            made.append(f"/complaints/drafts/{token}")
    return made
