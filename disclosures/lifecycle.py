"""Legal moves of an edition of a bulletin, from the draft to the correction (Art. 37)."""

from portal.kernel.lifecycle import Lifecycle, Move

EDITION = Lifecycle(
    "edition",
    "draft",
    {
        "renew": Move(("draft",), "draft", "37"),
        "submit": Move(("draft",), "submitted", "37"),
        "send_back": Move(("submitted",), "draft", "37"),
        "approve": Move(("submitted",), "approved", "37"),
        "recall": Move(("approved",), "draft", "37"),
        "publish": Move(("approved",), "published", "37"),
        "supersede": Move(("published",), "superseded", "37"),
        "discard": Move(("draft",), "discarded", "37"),
    },
)
OPEN_EDITION = ("draft", "submitted", "approved")
"""An edition that is still being made: one at a time for each bulletin."""
PUBLIC_EDITION = ("published", "superseded")
"""An edition that was published; it never changes again but for being superseded."""
