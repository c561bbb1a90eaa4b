"""Who may do what with filings; whose filings is the queries' matter.

Institutions file for themselves and their branches; officers judge what their territory files.
Returns hold no case content, so that the statistician may read and judge them.
"""

from portal.web.access import register_policy, role

_DESK = role("institution", "institution_admin")
_READERS = role("supervisor", "inspector", "statistician")
_JUDGES = _READERS

POLICY = {
    "filings.file": [[_DESK]],
    "filings.view": [[_READERS]],
    "filings.judge": [[_JUDGES]],
    "filings.require": [[role("supervisor")]],
    "filings.exempt": [[role("supervisor")]],
    "filings.reveal": [[_JUDGES]],
    "channels.check": [[role("inspector", "supervisor")]],
}

register_policy(POLICY)
