"""Who may do what with accounts, units and the trail; whose accounts is the queries' matter.

Each permission is held by whoever passes every predicate of any one list.
"""

from portal.kernel.actor import STAFF_ROLES
from portal.web.access import Predicate, register_policy, role, signed_in

POLICY: dict[str, list[list[Predicate]]] = {
    "account.own": [[signed_in]],
    "accounts.administer": [[role("admin", "institution_admin")]],
    "accounts.administer_staff": [[role("admin")]],
    "units.view": [[role("admin", "supervisor")]],
    "audit.read": [[role("auditor")]],
    "exports.own": [[role(*STAFF_ROLES)]],
}

register_policy(POLICY)
