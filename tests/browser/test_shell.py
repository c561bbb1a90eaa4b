"""The shell's own pages in a real browser."""

import pytest

from tests.web import sample

pytestmark = pytest.mark.browser


@pytest.fixture
def app(sample_app):
    """The application with the sample pages."""
    return sample_app


@pytest.mark.parametrize("path", ["/", "/sample/form", "/sample/components", "/nope"])
@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_page_is_fit_for_everybody(page, context, site, check_page, path, language):
    context.add_cookies([{"name": "language", "value": language, "url": site}])
    page.goto(path)
    check_page(page)


def test_the_staff_page_is_fit_for_everybody(page, check_page):
    sign_in(page)
    check_page(page)


def test_errors_are_summed_up_and_lead_to_their_fields(page, check_page):
    page.goto("/sample/form")
    page.get_by_role("button", name="提交").click()
    check_page(page)
    assert page.evaluate("document.activeElement.className") == "govuk-error-summary"
    page.get_by_role("link", name="请填写“姓名”。").click()
    assert page.evaluate("document.activeElement.id") == "name"
    page.get_by_role("link", name="请选择“身份”。").click()
    assert page.evaluate("document.activeElement.id") == "kind-0"


def test_no_foreign_font_is_used_and_nothing_is_fetched_from_elsewhere(page, site):
    fetched = []
    page.on("request", lambda request: fetched.append(request.url))
    sign_in(page)
    page.goto("/sample/components")
    families = page.evaluate(
        "[...new Set([...document.querySelectorAll('*')].map(e => getComputedStyle(e).fontFamily))]"
    )
    assert not [family for family in families if "GDS" in family]
    assert not [url for url in fetched if not url.startswith(site) or "/fonts/" in url]


def test_the_keyboard_walks_the_worklist(page):
    sign_in(page)
    page.keyboard.press("j")
    page.keyboard.press("j")
    page.keyboard.press("x")
    ticked = page.locator("tbody input:checked")
    assert ticked.count() == 1
    assert ticked.get_attribute("value") == str(sample.FACES[1].day)


def test_a_form_is_sent_once_however_often_the_button_is_pressed(page):
    posts = []
    page.on("request", lambda request: posts.append(request.url) if request.method == "POST" else 0)
    page.goto("/sample/components")
    button = page.get_by_role("button", name="签收")
    button.evaluate("b => { b.form.requestSubmit(b); b.form.requestSubmit(b) }")
    page.wait_for_load_state("networkidle")
    assert len(posts) == 1


def test_the_language_is_switched_and_remembered_without_javascript(plain):
    plain.goto("/sample/components")
    plain.get_by_role("button", name="English").click()
    assert plain.url.endswith("/sample/components")
    assert plain.locator("html").get_attribute("lang") == "en"
    plain.goto("/")
    assert plain.locator("html").get_attribute("lang") == "en"


def test_long_work_is_followed_until_it_has_ended(page, check_page):
    page.goto("/sample/work")
    page.evaluate("window.stayed = true")
    page.get_by_text("已完成").wait_for(timeout=10_000)
    assert page.evaluate("window.stayed")
    assert page.locator("#work").get_attribute("hx-get") is None
    check_page(page)


def sign_in(page):
    """Sign in as the sample's triage officer."""
    page.goto("/sample/form")
    token = page.locator("form input[name=csrf_token]").first.input_value()
    page.request.post("/sample/sign-in", form={"csrf_token": token, "account": "1"})
    page.goto("/sample/staff")
