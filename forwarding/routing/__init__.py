"""Which institution is meant? Suggestions with their evidence; a person decides (Arts. 9, 11).

    register = Register.build(rows)          # once per revision of the register
    for found in suggest(text, stated_name, territory, register):
        found.institution_id, found.code, found.score, found.evidence

Pure: no database, no clock. Names are found as written (the longest one first), then by sound,
so that 工商很行 is found too; the business in the text tells 平安银行 from 平安人寿; the places in
the text and the territory of the complaint tell the branch.
"""

from forwarding.routing.entry import Entry
from forwarding.routing.evidence import SENTENCES, Evidence, Suggestion
from forwarding.routing.register import Register
from forwarding.routing.weighing import suggest

__all__ = ["SENTENCES", "Entry", "Evidence", "Register", "Suggestion", "suggest"]
