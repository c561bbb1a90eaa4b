"""What the calls about complaints and forwardings may carry."""

from forwarding import vocabulary
from forwarding.commands.replies import KEPT
from forwarding.intake_checks import MOST_RESPONDENTS
from forwarding.lifecycle import FORWARDING
from forwarding.messages import LABELS
from forwarding.rules import RULES
from forwarding.vocabulary.time_limits import TIERS
from portal.web.api.fields import Amount, Choice, Day, File, Flag, Input, Many, Moment, Text, Whole

LARGEST_ID = 2**63 - 1
MOST_AT_ONCE = 500
_UPLOAD = r"^[A-Za-z0-9_-]{1,40}$"
_STATES = {state: str(LABELS[state]) for state in FORWARDING.states}
UPLOADED = {
    code: words
    for code, words in vocabulary.PURPOSES.items()
    if code not in {"letter", "telling_proof"}
}


def uploads(about: str) -> Many:
    """Return the field that names uploads by their ids, each once."""
    return Many(about, Text("An upload's id.", 40, pattern=_UPLOAD, required=True), most=20)


class ComplaintPath(Input):
    """A complaint in an address."""

    number = Text("The complaint's number, as in the receipt.", 60, required=True)


class ForwardingPath(Input):
    """A forwarding in an address."""

    forwarding_id = Whole("The forwarding's id.", 0, LARGEST_ID, required=True)


class FilePath(ForwardingPath):
    """A file of a forwarding in an address."""

    file_id = Text("The file's id, as listed with the forwarding.", 40, required=True)


class UploadIn(Input):
    """A file and the purpose it serves."""

    file = File(
        "PDF, JPG, PNG, DOCX, XLSX, TXT, MP3, WAV, AMR, M4A or MP4; its content must be what "
        "its name says.",
        required=True,
    )
    purpose = Choice("What it proves or holds.", UPLOADED, default="evidence")


class ForwardIn(Input):
    """To whom a complaint is forwarded, and with what terms."""

    institution_codes = Many(
        "Codes of the institutions, each once.",
        Text("A code of the register.", 40, required=True),
        most=MOST_RESPONDENTS,
        least=1,
        required=True,
        article="33",
    )
    report_by = Day("When the result is to be reported; the institution's due date by default.")
    instructions = Text("What the institution is asked to look into.", 5000, lines=True)


class FeedQuery(Input):
    """Which forwardings are listed."""

    state = Choice("Only forwardings in this state.", _STATES)
    since = Moment("Only what was forwarded at or after this instant.")
    cursor = Text("`next_cursor` of the page before.", 500)
    limit = Whole("At most so many.", 1, MOST_AT_ONCE, default=100)


class ReturnIn(Input):
    """Why a forwarding is given back."""

    reason = Choice("The reason.", vocabulary.RETURN_REASONS, required=True, article="11")
    text = Text(
        "The reason in words; name the right institution where it is known.",
        2000,
        lines=True,
        required=True,
        article="11",
    )


class RevealIn(Input):
    """Why personal data is wanted in the clear."""

    reason = Text(
        "The reason, which is logged; it must name nobody.",
        200,
        minLength=4,
        required=True,
        article="22",
    )


def _block(about: str, article: str | None = None, *, required: bool = True) -> Text:
    return Text(about, 10_000, lines=True, required=required, article=article)


class ReportIn(Input):
    """A report on a forwarding: the result, the blocks of Art. 19 and the feedback headings."""

    result = Choice("The result.", vocabulary.DECIDED_RESULTS, required=True)
    cause = Choice("The cause as found.", vocabulary.CAUSES, required=True, article="9")
    loss_recovered = Amount("Yuan recovered for the consumer.", default=0)
    verified = _block("What was verified.", "19")
    basis_reasons = _block("Basis and reasons of the decision.", "19")
    decision = _block("The decision.", "19")
    remedies = Many(
        "The remedies the complainant was told of; a review only where a branch decided.",
        Choice("A remedy.", vocabulary.REMEDIES, required=True),
        most=len(vocabulary.REMEDIES),
        least=1,
        required=True,
        article="19",
    )
    decided_by_branch = Flag("Whether a branch decided.", required=True, article="20")
    told_on = Day("When the complainant was told.", required=True, article="18")
    told_means = Choice("By which means.", vocabulary.TELLING_MEANS, required=True, article="21")
    basic = _block("Person, business and course of events.")
    focus = _block("What the two sides disagree about.")
    findings = _block("What was looked into, with its evidence.")
    basis = _block("The rules and clauses that apply.")
    communication = _block("How one spoke with the complainant, and the outcome.")
    extension = _block("Whether and why the time limit was extended.", required=False)
    satisfaction = _block("How satisfied the complainant is.", required=False)
    source_rectification = _block("How the source of the problem is put right.", "9")
    verified_by = Text("Who verified the facts.", 100, required=True, article="17")
    no_interest = Flag(
        "Confirms that they have no direct interest in it.", must=True, required=True, article="17"
    )
    lateness_reason = Text(
        "Why it is late; asked for after the due date.", 2000, lines=True, article="18"
    )
    attachments = uploads("Ids of uploads: the decision, the answer, recordings.")


class ClockQuery(Input):
    """Which time limit is counted, and from which day."""

    rule = Choice(
        "33: forward and tell in seven working days; 18: the institution's fifteen natural days; "
        "20: thirty natural days of a review.",
        {rule: f"第{rule}条" for rule in RULES},
        required=True,
    )
    tier = Choice("Of rule 18: 15, 30 or 60 days in all.", TIERS, default="simple", article="18")
    start = Day("Day 0.", required=True, name="from")


assert KEPT.days == 2  # as the description of Idempotency-Key says
