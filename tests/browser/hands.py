"""What a person does at a screen: fill in a form by its names, or by the keyboard alone."""

from collections.abc import Mapping
from typing import Any

from playwright.sync_api import Page

Answers = Mapping[str, Any]
_TABS, _OPTIONS = 150, 500


def fill(page: Page, answers: Answers, within: str = "main form") -> None:
    """Answer the controls of a form, found by their names; several values tick several boxes."""
    for name, value in answers.items():
        for one in value if isinstance(value, list) else [value]:
            _set(page, f"{within} [name='{name}']", str(one))


def _set(page: Page, control: str, value: str) -> None:
    first = page.locator(control).first
    if first.get_attribute("type") in {"radio", "checkbox"}:
        page.check(f"{control}[value='{value}']")
    elif first.evaluate("each => each.tagName") == "SELECT":
        first.select_option(value)
    else:
        first.fill(value)


def send(page: Page, within: str = "main form") -> None:
    """Press the first button of a form."""
    page.locator(f"{within} button").first.click()


def _focused(page: Page) -> dict[str, str]:
    found: dict[str, str] = page.evaluate(
        "(({name, type, value, tagName}) => ({name, type, value, tag: tagName}))"
        "(document.activeElement)"
    )
    return found


def fill_by_keyboard(page: Page, answers: Answers, last: str) -> None:
    """Go through a form by Tab alone, typing what each control that has the focus asks for.

    Begins where the focus is and ends at the button whose words begin with `last`, pressed by
    Enter. Every answer must have found its control on the way, so what the Tab key does not reach
    fails.
    """
    left = dict(answers)
    begun = _focused(page)
    if begun.get("name") in left:
        _type(page, begun, left.pop(begun["name"]))
    for _ in range(_TABS):
        page.keyboard.press("Tab")
        control = _focused(page)
        if control["tag"] == "BUTTON" and page.locator(":focus").inner_text().startswith(last):
            assert not left, f"out of the keyboard's reach: {sorted(left)}"
            page.keyboard.press("Enter")
            return
        if control["tag"] == "SUMMARY" and _hides(page, left):
            page.keyboard.press("Enter")
        elif control.get("name") in left:
            _type(page, control, left.pop(control["name"]))
    raise AssertionError(f"the button {last} is out of the keyboard's reach")


def _hides(page: Page, names: Answers) -> bool:
    """Whether what the focused summary opens holds one of the controls."""
    inside = "[...document.activeElement.closest('details').querySelectorAll('[name]')]"
    return bool(set(page.evaluate(f"{inside}.map(each => each.name)")) & set(names))


def _type(page: Page, control: dict[str, str], value: Any) -> None:
    if control["type"] == "radio" or control["tag"] == "SELECT":
        _walk_to(page, value)
    elif control["type"] == "checkbox":
        _tick(page, control["name"], value)
    else:
        page.keyboard.press("Control+a")
        page.keyboard.type(value)


def _walk_to(page: Page, value: str) -> None:
    """Go down a group or a list by its arrow key until it stands at a value."""
    for _ in range(_OPTIONS):
        if _focused(page)["value"] == value:
            if _focused(page)["type"] == "radio":
                page.keyboard.press("Space")
            return
        page.keyboard.press("ArrowDown")
    raise AssertionError(f"there is no {value} to walk to")


def _tick(page: Page, name: str, values: list[str]) -> None:
    """Tick the boxes of one name, which the Tab key visits one after the other."""
    left = set(values)
    while True:
        control = _focused(page)
        assert control["name"] == name, f"{name} offers no {left}"
        if control["value"] in left:
            page.keyboard.press("Space")
            left.discard(control["value"])
        if not left:
            return
        page.keyboard.press("Tab")
