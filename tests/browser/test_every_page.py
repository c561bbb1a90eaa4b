"""Every page that a person of each role can reach, in both languages: fit for everybody."""

import pytest
from sqlalchemy.orm import Session

from portal.kernel.actor import INSTITUTION_ROLES
from tests import factories
from tests.browser.crawl import walk

pytestmark = [pytest.mark.browser, pytest.mark.slow]

HOMES = {
    "anonymous": "/",
    "triage": "/staff/",
    "supervisor": "/staff/",
    "clerk": "/staff/",
    "admin": "/staff/accounts/",
    "auditor": "/staff/audit",
    "institution": "/desk/",
    "institution_admin": "/desk/",
}

# What a walk that stopped early would miss.
MUST_SEE = {
    "anonymous": {"public.home", "complaints_public.status", "institutions_public.institution"},
    "triage": {"complaints_staff.worklist_page", "complaints_staff.case_page"},
    "admin": {"accounts_staff.listing", "accounts_staff.show", "accounts_staff.add"},
    "auditor": {"oversight.trail"},
    "institution": {"desk.inbox", "desk.case_page"},
}


@pytest.fixture
def populated(app, session: Session) -> int:
    """A portal with a case in several states; returns the institution they were forwarded to."""
    factories.make_calendar(session)
    bank = factories.make_institution(session)
    officer = factories.make_officer(session)
    factories.receive_complaint(session)
    factories.classified(session, by=officer)
    forwarded = factories.forwarded(session, bank.id, by=officer)
    factories.told(session, forwarded)
    session.commit()
    return bank.id


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("role", HOMES)
def test_every_page_of_a_role_is_fit_for_everybody(
    app, session, site, page, context, check_page, populated, role, language
):
    cookies = [{"name": "language", "value": language, "url": site}]
    if role != "anonymous":
        own = {"institution_id": populated} if role in INSTITUTION_ROLES else {}
        account = factories.make_account(session, role, **own)
        session.commit()
        visitor = app.test_client()
        with visitor.session_transaction() as stored:
            stored["_user_id"] = str(account.id)
        value = visitor.get_cookie("zhuanban").value
        cookies.append({"name": "zhuanban", "value": value, "url": site})
    context.add_cookies(cookies)
    seen = set(walk(app, page, HOMES[role], check_page))
    assert seen >= MUST_SEE.get(role, set())
