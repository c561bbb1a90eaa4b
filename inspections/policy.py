"""Who may do what on the inspectors' floor; territory is the queries' matter."""

from portal.web.access import register_policy, role

POLICY = {
    "watch.view": [[role("supervisor", "inspector", "statistician")]],
    "watch.keep": [[role("supervisor")]],
    "proposals.view": [[role("supervisor", "inspector", "statistician")]],
    "proposals.decide": [[role("supervisor", "inspector")]],
    "proposals.set": [[role("supervisor")]],
    "inspections.view": [[role("supervisor", "inspector", "statistician")]],
    "inspections.work": [[role("supervisor", "inspector")]],
    "inspections.approve": [[role("supervisor")]],
    "inspections.answer": [[role("institution", "institution_admin")]],
    "rectifications.view": [[role("supervisor", "inspector", "statistician")]],
    "rectifications.work": [[role("supervisor", "inspector")]],
    "rectifications.approve": [[role("supervisor")]],
    "rectifications.answer": [[role("institution", "institution_admin")]],
    "evaluations.view": [[role("supervisor", "inspector", "statistician")]],
    "evaluations.draft": [[role("supervisor", "inspector")]],
    "evaluations.judge": [[role("supervisor", "inspector")]],
    "evaluations.settle": [[role("supervisor")]],
    "evaluations.weights": [[role("supervisor")]],
    "evaluations.own": [[role("institution", "institution_admin")]],
}

register_policy(POLICY)
