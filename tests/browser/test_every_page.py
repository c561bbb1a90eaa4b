"""Every page that a person of each role can reach: fit for everybody."""

import pytest

from tests.browser.everywhere import HOMES, Walk

pytestmark = [pytest.mark.browser, pytest.mark.slow]

# What a walk that stopped early would miss.
MUST_SEE = {
    "anonymous": {"public.home", "complaints_public.status", "institutions_public.institution"},
    "triage": {"complaints_staff.worklist_page", "complaints_staff.case_page"},
    "admin": {"accounts_staff.listing", "accounts_staff.show", "accounts_staff.add"},
    "auditor": {"oversight.trail"},
    "institution": {"desk.inbox", "desk.case_page"},
}


@pytest.mark.parametrize("role", HOMES)
def test_every_page_of_a_role_is_fit_for_everybody(
    app, session, site, page, context, check_page, populated, role
):
    walk = Walk(app, session, site, context, page, check_page)
    assert walk.through(role, "zh", populated) >= MUST_SEE.get(role, set())
