"""What the calls on a time limit, and on not proceeding, may carry."""

from forwarding import vocabulary
from forwarding.vocabulary.time_limits import APPROVER_LEVELS, TIERS
from portal.web.api.fields import Choice, Day, Input, Text


class ExtensionIn(Input):
    """Why and how far a time limit is extended."""

    tier = Choice(
        "The next tier: complex, 30 days in all, from simple; especially_complex, 60 days in all, "
        "from complex only and while that period runs.",
        {code: words for code, words in TIERS.items() if code != "simple"},
        required=True,
        article="18",
    )
    reason = Text("The reason.", 2000, lines=True, required=True, article="18")
    approver_level = Choice(
        "Who approved: the superior institution, or a senior officer of the head office; asked "
        "for with especially_complex, like the next three.",
        APPROVER_LEVELS,
        article="18",
    )
    approver = Text("The approver.", 100, article="18")
    approved_on = Day("When it was approved.", article="18")
    told_on = Day("When the complainant was told.", article="18")
    told_means = Choice("By which means.", vocabulary.TELLING_MEANS, article="21")


class NonProceedingIn(Input):
    """Why an institution does not proceed, and how it told the filer."""

    reason = Text(
        "Why the filer is not entitled; an heir is.",
        10_000,
        lines=True,
        required=True,
        article="14",
    )
    told_on = Day("When the filer was told.", required=True, article="18")
    told_means = Choice("By which means.", vocabulary.TELLING_MEANS, required=True, article="21")
    lateness_reason = Text(
        "Why it is late; asked for after the due date.", 2000, lines=True, article="18"
    )
