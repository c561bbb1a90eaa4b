"""Who may do what with the register; territory is the commands' matter.

Each permission is held by whoever passes every predicate of any one list. The register holds no
case content, so that the administrator may keep it; the auditor reads the audit and nothing else.
"""

from portal.web.access import register_policy, role

_STAFF = role("clerk", "triage", "supervisor", "inspector", "statistician", "admin")
_KEEPERS = role("supervisor", "admin")
_DESK = role("institution", "institution_admin")

POLICY = {
    "institutions.view": [[_STAFF]],
    "institutions.edit": [[_KEEPERS]],
    "institutions.import": [[_KEEPERS]],
    "institutions.own": [[_DESK]],
    "institutions.propose": [[role("institution_admin")]],
}

register_policy(POLICY)
