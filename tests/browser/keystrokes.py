"""A page worked by hands whose keystrokes are counted, and noted in var/journey."""

import json
from collections import Counter
from pathlib import Path
from typing import Any

from playwright.sync_api import Page

NOTES = Path("var/journey")


class Counted:
    """A page and its keyboard; counts each key pressed and each character typed.

    A Chinese character counts as one, whatever an input method needs for it.
    """

    def __init__(self, page: Page) -> None:
        self._page, self.keys, self.typed = page, Counter(), 0

    def __getattr__(self, name: str) -> Any:
        return getattr(self._page, name)

    def __repr__(self) -> str:
        return f"{self.steps} keys {dict(self.keys)}, {self.typed} characters"

    @property
    def keyboard(self) -> "Counted":
        """The keyboard, counted."""
        return self

    @property
    def steps(self) -> int:
        """Keys pressed besides what was typed."""
        return self.keys.total()

    def press(self, key: str) -> None:
        """Press one key."""
        self.keys[key] += 1
        self._page.keyboard.press(key)

    def type(self, text: str) -> None:
        """Type a text."""
        self.typed += len(text)
        self._page.keyboard.type(text)

    def note(self, name: str, fields: int) -> None:
        """Write what was counted to var/journey; `fields` are the fields answered."""
        NOTES.mkdir(parents=True, exist_ok=True)
        told = {
            "fields": fields,
            "keys": self.steps,
            "keys_by_name": dict(sorted(self.keys.items())),
            "characters": self.typed,
        }
        words = json.dumps(told, ensure_ascii=False, indent=2)
        (NOTES / f"keystrokes-{name}.json").write_text(words + "\n", encoding="utf-8")
