"""A portal in which a whole story can be told: units, working days, institutions, handlers."""

import pytest

from portal.worker import load_handlers
from tests import factories as make
from tests.stories.ways import BANK, House


@pytest.fixture
def house(app, database, session) -> House:
    """The application with the working days of the calendar and one bank with two branches."""
    load_handlers()
    make.make_units(session)
    make.make_calendar(session)
    bank = make.make_institution(
        session,
        "ICBC",
        BANK,
        short_name="工商银行",
        aliases=("工行",),
        category="国有大型商业银行",
        notice_email="complaints@icbc.example",
    )
    make.make_institution(session, "ICBC-HZ", f"{BANK}杭州分行", parent=bank, territory="330100")
    session.commit()
    return House(app, database, session)
