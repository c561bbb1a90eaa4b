"""Who may do what with bulletins; whose bulletins is the queries' matter."""

from portal.web.access import register_policy, role

POLICY = {
    "bulletins.view": [[role("supervisor", "inspector", "statistician")]],
    "bulletins.draft": [[role("statistician", "supervisor")]],
    "bulletins.approve": [[role("supervisor")]],
    "bulletins.read": [[role("institution", "institution_admin")]],
}

register_policy(POLICY)
