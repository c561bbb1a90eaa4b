"""A file that cannot be read, said in the words of returns."""

from portal.filings.returns.collecting import Found
from portal.kernel.spreadsheets import Unreadable

_RULES = {
    "damaged": "file_damaged",
    "empty": "file_empty",
    "too_large": "file_too_large",
    "unpacks_too_large": "file_unpacks_too_large",
    "old_or_encrypted": "file_old_or_encrypted",
    "macros": "file_macros",
    "entities": "file_entities",
    "not_a_table": "file_not_a_table",
    "utf16": "file_utf16",
    "gbk": "file_gbk",
    "not_utf8": "file_not_utf8",
    "broken_quotes": "file_broken_quotes",
    "too_many_rows": "file_too_many_rows",
    "too_many_columns": "file_too_many_columns",
}


def note_refusal(refusal: Unreadable, found: Found) -> None:
    """Note why a file could not be read."""
    for each in refusal.findings:
        if refusal.code == "formula":
            place = _place(each.column)
            found.add("formula", refusal.sheet, each.row, place, each.column)
        else:
            rule = _RULES.get(refusal.code, "file_damaged")
            found.add(rule, "", each.row, **dict(each.facts))


def _place(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number - 1
