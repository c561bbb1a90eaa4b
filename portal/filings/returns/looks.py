"""How the cells of a template look."""

from typing import Any

from portal.filings.returns.layout import CODE, COUNT, DATE, DIVISION, MONEY, TEXT

_NUMBERS = {
    TEXT: "@",
    CODE: "@",
    DIVISION: "@",
    COUNT: "#,##0",
    MONEY: "#,##0.00",
    DATE: "yyyy-mm-dd",
}
_INK, _LINE, _HEAD, _LOCKED = "#1F2A37", "#B8C0CC", "#DCE6F2", "#F1F3F5"
FONT = "等线"


class Looks:
    """The formats of one workbook, each made once."""

    def __init__(self, book: Any) -> None:
        plain = {"font_name": FONT, "font_size": 11, "font_color": _INK, "valign": "vcenter"}
        boxed = plain | {"border": 1, "border_color": _LINE}
        head = boxed | {"bold": True, "bg_color": _HEAD, "text_wrap": True}
        given = boxed | {"bg_color": _LOCKED, "num_format": "@", "text_wrap": True}

        self._boxed = boxed

        def made(*parts: dict[str, Any], **more: Any) -> Any:
            joined: dict[str, Any] = {}
            for part in parts:
                joined |= part
            return book.add_format(joined | more)

        self.title = made(plain, bold=True, font_size=16)
        self.label = made(plain, bold=True, valign="top")
        self.text = made(plain, text_wrap=True, valign="top", num_format="@")
        self.heading = made(head)
        self.given = made(given)
        self.total = made(given, bold=True)
        self.blocked = made(boxed, bg_color=_LOCKED)
        self.input = {
            kind: made(boxed, locked=False, num_format=shown) for kind, shown in _NUMBERS.items()
        }
        self.column = {
            kind: made(plain, locked=False, num_format=shown) for kind, shown in _NUMBERS.items()
        }
        self.block = made(boxed, locked=False, num_format="@", text_wrap=True, valign="top")
        self.tick = made(boxed, locked=False, num_format="@", bold=True)

    def properties(self, kind: str) -> dict[str, Any]:
        """Return the properties of an input cell of this type, for a format of one's own."""
        return self._boxed | {"num_format": _NUMBERS[kind], "text_wrap": kind == TEXT}
