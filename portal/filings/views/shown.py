"""How codes of filings read on their pages: words, and a colour for each state."""

from collections.abc import Callable

from flask_babel import gettext as _

from portal.filings import words as table
from portal.filings.rules.periods import period
from portal.kernel.secrets.masks import mask_email, mask_name, mask_phone
from portal.web.messages import label


def words() -> dict[str, Callable[..., str]]:
    """Return a function for each vocabulary, for the templates: `say.kind(code)`."""
    return {
        "kind": lambda code: _(table.KINDS.get(code, code)),
        "frequency": lambda code: _(table.FREQUENCIES.get(code, code)),
        "day_kind": lambda code: _(table.DAY_KINDS.get(code, code)),
        "level": lambda code: _(table.LEVELS.get(code, code)),
        "duty": lambda code: _(table.DUTY_STATES.get(code, code)),
        "duty_colour": lambda code: table.DUTY_COLOURS.get(code, "grey"),
        "period": _period,
        "office": lambda code: _(table.OFFICES.get(code, code)),
        "needed": lambda code: _(table.NEEDED.get(code, code)),
        "change": lambda code: _(table.PERSON_CHANGES.get(code, code)),
        "mask_name": mask_name,
        "mask_phone": mask_phone,
        "mask_email": mask_email,
        "state": lambda code: label(f"filing:{code}"),
        "point": lambda code: _(table.CHANNEL_POINTS.get(code, code)),
        "channel": lambda code: _(table.CHANNEL_STATES.get(code, code)),
        "look_again": lambda: _(table.TO_LOOK_AGAIN),
        "channel_colour": lambda code: table.CHANNEL_COLOURS.get(code, "grey"),
        "colour": lambda code: table.FILING_COLOURS.get(code, "grey"),
    }


def _period(text: str) -> str:
    """Return a period as people say it; a duty that a change brought about bears none."""
    if text.startswith("change:"):
        return _("变动")
    found = period(text)
    if found is None:
        return text
    half, quarter = text.partition("H")[2], text.partition("Q")[2]
    told = {"year": found.first.year, "quarter": quarter}
    if half:
        return _("%(year)s年上半年", **told) if half == "1" else _("%(year)s年下半年", **told)
    return _("%(year)s年第%(quarter)s季度", **told) if quarter else _("%(year)s年", **told)
