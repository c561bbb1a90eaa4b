"""Who acts: handed to every command, never ambient."""

from dataclasses import dataclass, field

STAFF_ROLES = ("clerk", "triage", "supervisor", "inspector", "statistician", "auditor", "admin")
INSTITUTION_ROLES = ("institution", "institution_admin")
ROLES = STAFF_ROLES + INSTITUTION_ROLES


@dataclass(frozen=True)
class Actor:
    """A person, the public or the system itself, with the territory or institutions in reach.

    `unit_codes` holds the actor's own unit and every unit below it (Art. 6); `institution_ids`
    holds the actor's institution and its branches (Art. 4).
    """

    kind: str
    role: str
    account_id: int | None = None
    name: str = ""
    unit_code: str | None = None
    unit_codes: frozenset[str] = field(default_factory=frozenset)
    institution_id: int | None = None
    institution_ids: frozenset[int] = field(default_factory=frozenset)

    @property
    def is_staff(self) -> bool:
        """Whether the actor works for the regulator."""
        return self.role in STAFF_ROLES

    @property
    def is_institution(self) -> bool:
        """Whether the actor belongs to a supervised institution."""
        return self.role in INSTITUTION_ROLES

    @property
    def is_signed_in(self) -> bool:
        """Whether the actor holds an account."""
        return self.account_id is not None


PUBLIC = Actor(kind="public", role="public", name="公众")
SYSTEM = Actor(kind="system", role="system", name="系统")
