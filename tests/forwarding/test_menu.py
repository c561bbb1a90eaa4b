"""The staff menu: a few sections, and beside each page what else its reader may open there."""

import pytest
from lxml import html

from portal.kernel.actor import STAFF_ROLES, Actor
from portal.web import access, nav


def entries(page: str, classed: str) -> dict[str, str]:
    """Return the links of one menu of a page, words to addresses, in order."""
    found = html.fromstring(page).xpath(f"//nav[@class='{classed}']//a")
    return {link.text_content(): link.get("href") for link in found}


def current(page: str, classed: str) -> list[tuple[str, str]]:
    """Return what a menu marks, words and how."""
    found = html.fromstring(page).xpath(f"//nav[@class='{classed}']//a[@aria-current]")
    return [(link.text_content(), link.get("aria-current")) for link in found]


@pytest.mark.parametrize("role", sorted(STAFF_ROLES))
def test_every_entry_of_the_menu_opens_and_is_marked(desk, role):
    officer = desk(role)
    sections = entries(officer.get("/account").text, "zb-bar__menu")
    assert 0 < len(sections) <= len(nav.SECTIONS)
    for words, address in sections.items():
        opened = officer.get(address)
        assert opened.status_code == 200, address
        beside = entries(opened.text, "zb-section")
        for label, href in beside.items():
            shown = officer.get(href)
            assert shown.status_code == 200, href
            assert current(shown.text, "zb-section") == [(label, "page")]
            assert [name for name, _how in current(shown.text, "zb-bar__menu")] == [words]


@pytest.mark.parametrize("role", sorted(STAFF_ROLES))
def test_a_role_finds_every_page_of_the_menu_that_it_may_open_and_no_other(app, desk, role):
    actor = Actor(kind="account", role=role, account_id=1, name=role)
    with app.test_request_context():
        declared = {app.url_for(each.endpoint): each for each in nav.entries("staff")}
    allowed = {
        href
        for href, each in declared.items()
        if access.may(actor, access.access_of(app, each.endpoint) or "?")
    }
    officer = desk(role)
    shown = set(entries(officer.get("/account").text, "zb-bar__menu").values())
    for href in list(shown):
        shown |= set(entries(officer.get(href).text, "zb-section").values())
    assert shown == allowed


def test_a_supervisor_oversees_and_a_triage_officer_has_no_section_of_one(desk):
    supervisor = entries(desk("supervisor").get("/staff/overdue").text, "zb-section")
    overseen = ["催办与升级", "监督建议", "机构报送", "重点关注", "检查"]
    assert list(supervisor) == [*overseen, "整改台账", "监管措施", "年度考评", "通报和披露"]
    page = desk("triage").get("/staff/overdue").text
    assert entries(page, "zb-section") == {}
    assert "监督" not in entries(page, "zb-bar__menu")
    assert current(page, "zb-bar__menu") == [("催办与升级", "page")]


def test_a_case_lies_under_the_worklist(desk):
    page = desk("supervisor").get("/staff/keys").text
    assert current(page, "zb-bar__menu") == [("工作台", "true")]
    assert current(page, "zb-section") == [("转送工作台", "true")]
