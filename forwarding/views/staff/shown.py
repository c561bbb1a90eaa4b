"""How a case's codes read on the officers' pages: words, and a colour for each state."""

from collections.abc import Callable
from functools import partial

from forwarding import vocabulary
from forwarding.vocabulary import time_limits
from forwarding.vocabulary.business_channels import BUSINESS_CHANNELS
from forwarding.vocabulary.likeness import CLUSTER_KINDS, GROUNDS
from forwarding.words import listed, word
from portal.kernel import divisions
from portal.kernel.findings import N_

STATE_COLOURS = {
    "received": "grey",
    "triaged": "yellow",
    "classified": "blue",
    "diversion_proposed": "purple",
    "diverted": "grey",
    "non_acceptance_proposed": "purple",
    "not_accepted": "grey",
    "withdrawn": "grey",
    "merged": "grey",
    "returned": "orange",
    "forwarded": "teal",
    "answered": "magenta",
    "closed": "green",
    "sent": "yellow",
    "acknowledged": "teal",
    "reported": "magenta",
    "settled": "green",
    "due": "yellow",
    "done": "green",
    "unreachable": "red",
    "moot": "grey",
    "open": "yellow",
    "passed_on": "blue",
    "finished": "green",
}

OCCASIONS = {
    "forwarded": N_("已转送机构"),
    "diverted": N_("已转其他渠道"),
    "closed": N_("已办结"),
    "withdrawn": N_("已撤回"),
    "merged": N_("已与先前的投诉合并办理"),
    "split": N_("部分内容转其他渠道"),
    "passed_on": N_("其他渠道事项已转出"),
    "not_accepted": N_("不予接收"),
    "handed_over": N_("已移交其他监管机构"),
}
"""What a complainant is told of."""

_ONE = {
    "business": vocabulary.BUSINESSES,
    "cause": vocabulary.CAUSES,
    "business_channel": BUSINESS_CHANNELS,
    "channel": vocabulary.CHANNELS,
    "track": vocabulary.TRACKS,
    "diversion": vocabulary.DIVERSION_REASONS,
    "declined": vocabulary.DECLINE_REASONS,
    "matter_state": vocabulary.MATTER_STATES,
    "role": vocabulary.PARTY_ROLES,
    "filer": vocabulary.FILER_KINDS,
    "kind": vocabulary.COMPLAINANT_KINDS,
    "id_type": vocabulary.ID_TYPES,
    "means": vocabulary.TELLING_MEANS,
    "outcome": vocabulary.ATTEMPT_OUTCOMES,
    "purpose": vocabulary.PURPOSES,
    "result": vocabulary.RESULTS,
    "return_reason": vocabulary.RETURN_REASONS,
    "heading": {**vocabulary.DECISION_BLOCKS, **vocabulary.FEEDBACK_HEADINGS},
    "occasion": OCCASIONS,
    "ground": GROUNDS,
    "cluster": CLUSTER_KINDS,
    "tier": time_limits.TIERS,
    "limit_act": time_limits.TIME_LIMIT_ACTS,
    "excluded_for": time_limits.EXCLUSION_GROUNDS,
    "approver_level": time_limits.APPROVER_LEVELS,
    "mediation_result": time_limits.MEDIATION_RESULTS,
    "mediation_state": time_limits.MEDIATION_STATES,
    "gap": {
        **vocabulary.PURPOSES,
        **vocabulary.PARTY_ROLES,
        "name": N_("姓名或者名称"),
        "id_no": N_("证件号码"),
        "address": N_("地址"),
        "contact": N_("联系方式"),
        "against": N_("被投诉机构"),
        "signed_or_sealed": N_("签字或者盖章"),
        **vocabulary.GAPS_OF_ACTING,
    },
}
_MANY = {
    "asked_for": vocabulary.ASKED_FOR,
    "remedies": vocabulary.REMEDIES,
    "gaps": _ONE["gap"],
}


def place(code: str) -> str:
    """Return a territory as a list shows it: its city, without the kind of division."""
    city = code[:4] + "00"
    return divisions.short(city if divisions.known(city) else code)


def reader() -> dict[str, Callable[..., str]]:
    """Return a function for each vocabulary, for the templates: `say.business(code)`."""
    found: dict[str, Callable[..., str]] = {name: partial(word, t) for name, t in _ONE.items()}
    found |= {name: partial(listed, table) for name, table in _MANY.items()}
    return {**found, "place": place, "territory": divisions.full_name}
