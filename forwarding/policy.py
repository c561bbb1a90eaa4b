"""Who may do what with a complaint; territory and institution are the queries' matter.

Each permission is held by whoever passes every predicate of any one list.
"""

from portal.web.access import register_policy, role

_CASE_STAFF = role("clerk", "triage", "supervisor", "inspector", "statistician")
_DESK = role("institution", "institution_admin")
_OFFICERS = role("triage", "supervisor")
_FRONT_OFFICE = role("clerk", "triage", "supervisor")

POLICY = {
    "complaints.view": [[_CASE_STAFF]],
    "complaints.register": [[_FRONT_OFFICE]],
    "complaints.import": [[_FRONT_OFFICE]],
    "complaints.triage": [[_OFFICERS]],
    "complaints.forward": [[_OFFICERS]],
    "complaints.tell": [[_FRONT_OFFICE]],
    "complaints.reveal": [[_FRONT_OFFICE]],
    "complaints.people": [[role("clerk", "triage", "supervisor", "inspector")]],
    "complaints.designate": [[_OFFICERS]],
    "complaints.correct": [[_FRONT_OFFICE]],
    "complaints.withdraw": [[_FRONT_OFFICE]],
    "complaints.divert": [[role("supervisor")]],
    "complaints.merge": [[_OFFICERS]],
    "complaints.unmerge": [[role("supervisor")]],
    "clusters.view": [[role("triage", "supervisor", "inspector", "statistician")]],
    "clusters.decide": [[_OFFICERS]],
    "complaints.accept": [[_OFFICERS]],
    "reminders.view": [[role("triage", "supervisor", "inspector")]],
    "limits.strike": [[role("supervisor")]],
    "complaints.remind": [[_OFFICERS]],
    "complaints.take": [[_FRONT_OFFICE]],
    "complaints.assign": [[_OFFICERS]],
    "assignments.manage": [[role("supervisor")]],
    "bulk.view": [[_FRONT_OFFICE]],
    "notes.add": [[role("clerk", "triage", "supervisor", "inspector")]],
    "views.keep": [[_CASE_STAFF]],
    "overview.view": [[role("triage", "supervisor", "inspector", "statistician")]],
    "overview.decide": [[role("triage", "supervisor", "inspector")]],
    "follow_ups.view": [[_CASE_STAFF]],
    "follow_ups.keep": [[_FRONT_OFFICE]],
    "complaints.split": [[_OFFICERS]],
    "complaints.decline": [[role("supervisor")]],
    "complaints.hand_over": [[_OFFICERS]],
    "matters.view": [[_OFFICERS]],
    "matters.handle": [[_OFFICERS]],
    "calendar.view": [[_CASE_STAFF], [role("admin")]],
    "calendar.moves": [[_CASE_STAFF]],
    "calendar.load": [[role("supervisor", "admin")]],
    "forwardings.view": [[_DESK]],
    "forwardings.handle": [[_DESK]],
    "wordings.keep": [[role("supervisor")]],
    "uploads.add": [[_FRONT_OFFICE], [_DESK]],
}

register_policy(POLICY)
