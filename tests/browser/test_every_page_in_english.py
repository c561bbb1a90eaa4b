"""The same in English, for the roles that between them see every page."""

import pytest

from tests.browser.everywhere import Walk

pytestmark = [pytest.mark.browser, pytest.mark.slow]


@pytest.mark.parametrize(
    "role", ["anonymous", "supervisor", "admin", "auditor", "institution_admin"]
)
def test_every_page_is_fit_for_everybody_in_english(
    app, session, site, page, context, check_page, populated, role
):
    walk = Walk(app, session, site, context, page, check_page)
    assert walk.through(role, "en", populated)
