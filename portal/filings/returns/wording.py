"""What one rule of a check says: two sentences and how much weight they have."""

from dataclasses import dataclass

ERROR, WARNING = "error", "warning"


@dataclass(frozen=True)
class Sentence:
    """Why something is wrong and what to do about it, as msgids; `level` is ERROR or WARNING."""

    reason: str
    mend: str
    level: str = ERROR
