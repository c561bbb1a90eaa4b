"""Signing in in a real browser: every step fit for everybody, and possible without JavaScript."""

import pyotp
import pytest

from portal.accounts import commands, queries
from portal.accounts.rules import SignInRules
from portal.kernel import clock
from portal.kernel.actor import SYSTEM
from portal.kernel.db import transaction

pytestmark = pytest.mark.browser

TEMPORARY = "temporary-horse-1"
NEW = "another-horse-43"


@pytest.fixture
def newcomer(session) -> int:
    """A new officer with a temporary password."""
    commands.seed_units(session)
    made = commands.add_account(
        session,
        login="newcomer",
        name="新人",
        role="auditor",
        unit_code="000000",
        by=SYSTEM,
        at=clock.now(),
    )
    fault = commands.change_password(
        session, made.id, made.password, TEMPORARY, clock.now(), SignInRules()
    )
    assert fault is None
    session.commit()
    return made.id


def sign_in(page, site, password=TEMPORARY):
    page.goto(f"{site}/sign-in")
    page.fill("#login", "newcomer")
    page.fill("#password", password)
    page.click("main button[type=submit]")


def code(session, account_id):
    session.expire_all()
    secret = queries.unconfirmed_secret(session, account_id)
    return secret, pyotp.TOTP(secret).at(clock.now())


def test_an_officer_sets_up_the_second_factor_and_lands(page, site, session, newcomer, check_page):
    sign_in(page, site, "wrong")
    check_page(page)
    sign_in(page, site)
    check_page(page)
    page.fill("#code", code(session, newcomer)[1])
    page.click("main button[type=submit]")
    assert page.locator("main li code").count() == 10
    check_page(page)
    page.click("main a.govuk-button")
    assert page.url == f"{site}/staff/audit"


def test_a_temporary_password_is_replaced_in_the_browser(
    page, site, session, newcomer, check_page, app
):
    with transaction(session):
        password = commands.issue_password(session, newcomer, by=SYSTEM, at=clock.now())
    sign_in(page, site, password)
    assert page.url == f"{site}/first-password"
    check_page(page)
    page.fill("#current", password)
    page.fill("#new", NEW)
    page.fill("#repeated", NEW)
    page.click("main button[type=submit]")
    assert page.url == f"{site}/second-factor/enrolment"


def test_everything_works_without_javascript(plain, site, session, newcomer):
    sign_in(plain, site)
    plain.fill("#code", code(session, newcomer)[1])
    plain.click("main button[type=submit]")
    plain.click("main a.govuk-button")
    assert plain.url == f"{site}/staff/audit"
    plain.click("header button:has-text('退出')")
    assert plain.url == f"{site}/sign-in"
