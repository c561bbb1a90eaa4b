"""File names as labels: readable, harmless to show, and never used as a path."""

import unicodedata

from portal.kernel.storage.refusals import Refused

LONGEST = 120
_SEPARATORS = ("/", "\\")
_FORBIDDEN = str.maketrans(dict.fromkeys('<>:"|?*', "_"))


def clean_label(name: str | None) -> str:
    """Return a name without folders, control or direction signs, cut to 120 characters.

    Raises Refused("bad_name") for a NUL: no honest program writes one.
    """
    name = name or ""
    if "\0" in name:
        raise Refused("bad_name")
    for separator in _SEPARATORS:
        name = name.rpartition(separator)[2]
    # Categories C*: control, format (where the right-to-left override lives), surrogates.
    visible = "".join(c for c in name if unicodedata.category(c)[0] != "C")
    label = " ".join(visible.translate(_FORBIDDEN).split()).strip(". ")
    return _cut(label) or "未命名"


def extension_of(label: str) -> str:
    """Return the extension in lower case without its dot, or nothing."""
    stem, dot, extension = label.rpartition(".")
    return extension.lower() if dot and stem and extension.isascii() else ""


def _cut(label: str) -> str:
    if len(label) <= LONGEST:
        return label
    stem, dot, extension = label.rpartition(".")
    if not dot or len(extension) > 10:
        return label[:LONGEST]
    return f"{stem[: LONGEST - len(extension) - 1]}.{extension}"
