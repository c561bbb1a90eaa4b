"""Who may do what on the inspectors' floor; territory is the queries' matter."""

from portal.web.access import register_policy, role

POLICY = {
    "watch.view": [[role("supervisor", "inspector", "statistician")]],
    "watch.keep": [[role("supervisor")]],
}

register_policy(POLICY)
