"""What the calls about complaints and forwardings answer with."""

from marshmallow import fields

from forwarding import vocabulary
from forwarding.lifecycle import COMPLAINT, FORWARDING
from forwarding.messages import LABELS
from forwarding.vocabulary.time_limits import TIERS
from portal.web.api.documents import (
    Output,
    amount_or_none,
    day,
    day_or_none,
    flag,
    many,
    mapping,
    moment,
    moment_or_none,
    page_of,
    text,
    text_or_none,
    texts,
    whole,
    whole_or_none,
)

CASE_STATES = {state: str(LABELS[state]) for state in COMPLAINT.states}
STATES = {state: str(LABELS[state]) for state in FORWARDING.states}
TEXTS = {**vocabulary.DECISION_BLOCKS, **vocabulary.FEEDBACK_HEADINGS}


class ReceiptOut(Output):
    """The receipt of a complaint."""

    number = text("The complaint's number, the same everywhere.")
    receipt_code = text_or_none(
        "The secret code with which the complainant reads the status: hand it on, it is shown "
        "once. Null when the complaint was received before."
    )
    due_on = day_or_none(
        "The seventh working day; null while that year's working days are not announced."
    )
    possible_duplicates = texts(
        "Numbers of complaints in the token's territory that may be the same one: by text, "
        "telephone, identity number or name. It is received all the same; an officer decides."
    )


class UploadOut(Output):
    """A file that waits to be named by its sender."""

    id = text("Name it in `attachments`; it serves once, within two days.")
    label = text("The file's name, cleaned.")
    purpose = text("What it proves or holds.", vocabulary.PURPOSES)
    content_type = text("Its media type.")
    size = whole("Bytes.")


class FileOut(Output):
    """A file of a case."""

    id = text("The file's id.")
    purpose = text("What it proves or holds.", vocabulary.PURPOSES)
    label = text("The sender's name for it.")
    content_type = text("Its media type.")
    size = whole("Bytes.")
    added_at = moment("When it was added.")


class PartyOut(Output):
    """Somebody on the complainant's side, masked."""

    role = text("Role.", vocabulary.PARTY_ROLES)
    kind = text("Natural person or organisation.", vocabulary.COMPLAINANT_KINDS)
    name = text("Name; a natural person's is masked.")
    id_type = text_or_none("Kind of identity document.", vocabulary.ID_TYPES)
    id_no = text("Identity number, masked; empty when not given.")
    phone = text("Telephone, masked; empty when not given.")
    email = text("E-mail, masked; empty when not given.")
    has_address = flag("Whether a postal address is known.")


class RevealedOut(Output):
    """Somebody on the complainant's side in the clear."""

    role = text("Role.", vocabulary.PARTY_ROLES)
    kind = text("Natural person or organisation.", vocabulary.COMPLAINANT_KINDS)
    name = text("Name.")
    id_type = text_or_none("Kind of identity document.", vocabulary.ID_TYPES)
    id_no = text_or_none("Identity number.")
    phone = text_or_none("Telephone.")
    email = text_or_none("E-mail.")
    address = text_or_none("Postal address.")


class RevealOut(Output):
    """What was revealed."""

    parties = many(RevealedOut, "Everybody on the complainant's side.")


class RespondentOut(Output):
    """An institution complained about."""

    stated_name = text("As the complainant calls it.")
    institution_code = text_or_none("Code of the institution that a person decided on.")
    institution_name = text_or_none("Its name.")


class StatedOut(Output):
    """An institution complained about, as stated."""

    stated_name = text("As the complainant calls it.")
    staff_name = text_or_none("The member of staff concerned.")
    staff_unit = text_or_none("Their unit.")


class ForwardingItem(Output):
    """A forwarding as lists show it."""

    id = whole("The forwarding's id.")
    number = text("The complaint's number.")
    letter_no = text_or_none("The letter's number; null for what was loaded as history.")
    institution_code = text("Code of the institution it went to.")
    institution_name = text("Its name.")
    unit_code = text("Code of the regulator's unit.")
    business = text_or_none("Business or insurance line.", vocabulary.BUSINESSES)
    cause = text_or_none("Cause.", vocabulary.CAUSES)
    state = text("State.", STATES)
    forwarded_at = moment("When it was forwarded.")
    reached_on = day("The day it reached the institution: day 0 of its natural days (Art. 18).")
    due_on = day(
        "The last day of the natural days, as extended, excluded or agreed; a late receipt does "
        "not move it. While `paused_on` is set, the earliest day it can be."
    )
    tier = text("How long the period is in all: 15, 30 or 60 days.", TIERS)
    paused_on = day_or_none("Since when an excluded period runs, which pauses the limit.")
    report_by = day("When the result is to be reported.")
    acknowledged_at = moment_or_none("When it was signed for.")
    returned_at = moment_or_none("When it was given back.")
    reported_at = moment_or_none("When it was last reported on.")
    settled_at = moment_or_none("When its report was accepted.")
    withdrawn_on = day_or_none("The day the complainant withdrew; nothing is left to do (Art. 15).")


class ReportOut(Output):
    """One version of a report, and what the regulator says of it."""

    ordinal = whole("1 for the first version.")
    submitted_at = moment("When it was handed in.")
    result = text("Result.", vocabulary.RESULTS)
    cause = text("Cause.", vocabulary.CAUSES)
    loss_recovered = amount_or_none("Yuan recovered for the consumer.")
    remedies = texts("Remedies told.", vocabulary.REMEDIES)
    decided_by_branch = flag("Whether a branch decided.")
    told_on = day("When the complainant was told.")
    told_means = text("By which means.", vocabulary.TELLING_MEANS)
    texts = mapping("Blocks and headings by code.", TEXTS)
    lateness_reason = text_or_none("Why it was late.")
    verdict = text_or_none("accepted or sent_back; null while nobody has looked at it.")
    verdict_at = moment_or_none("When that was said.")
    remarks = text_or_none("What is to be put right, where it was sent back.")
    attachments = many(FileOut, "Files of this version.")


class ForwardingOut(ForwardingItem):
    """A forwarding with what its institution needs; people are masked."""

    unit_name = text("Name of the regulator's unit.")
    received_on = day("When the regulator received the complaint.")
    channel = text("Channel of receipt.", vocabulary.CHANNELS)
    claim = text("What is asked for.")
    facts = text("The facts and grounds as stated.")
    asked_for = texts("Kinds of what is asked for.", vocabulary.ASKED_FOR)
    amount = amount_or_none("Yuan at stake.")
    third_party = text_or_none("A third party involved (Art. 10).")
    instructions = text_or_none("What the regulator asks to look into.")
    return_reason = text_or_none("Why it was given back.", vocabulary.RETURN_REASONS)
    parties = many(PartyOut, "Everybody on the complainant's side.")
    respondents = many(StatedOut, "The institutions as stated.")
    attachments = many(FileOut, "Files with the case; each download is logged.")
    reports = many(ReportOut, "Reports, the first one first.")


FeedOut = page_of(ForwardingItem, "ForwardingPage")


class ForwardedOut(Output):
    """What became of a complaint that was forwarded."""

    number = text("The complaint's number.")
    state = text("The complaint's state.", CASE_STATES)
    forwarded_at = moment("When it was forwarded.")
    forwardings = many(ForwardingItem, "The forwardings just made, one for each institution.")


class ComplaintOut(Output):
    """A complaint; people are masked."""

    number = text("The complaint's number, the same everywhere.")
    state = text("State.", CASE_STATES)
    unit_code = text("Code of the competent unit.")
    unit_name = text("Its name.")
    territory = text("Division code of where it happened.")
    channel = text("Channel of receipt.", vocabulary.CHANNELS)
    external_ref = text_or_none("The sender's own number for it.")
    received_at = moment("When it was really received.")
    received_on = day("That day in Shanghai: day 0 (Art. 33).")
    clock_from = day(
        "Day 0 of the unit that has it now: the receipt, or the day it was handed over to it."
    )
    registered_at = moment("When it was entered.")
    due_on = day_or_none("The seventh working day; null while it is provisional.")
    provisional = flag("Whether the working days of its period are still to be announced.")
    outside_rules = flag("Whether it was received before the Measures came into force (Art. 45).")
    business = text_or_none("Business or insurance line.", vocabulary.BUSINESSES)
    cause = text_or_none("Cause.", vocabulary.CAUSES)
    complainant_kind = text("Natural person or organisation.", vocabulary.COMPLAINANT_KINDS)
    filer_kind = text("Who files it.", vocabulary.FILER_KINDS)
    joint = flag("Whether several complain together (Art. 12).")
    people_count = whole("How many complain.")
    public_event = text_or_none("The public event behind it.", vocabulary.PUBLIC_EVENTS)
    major_kind = whole_or_none("Kind of major complaint (Art. 29); null unless an officer said so.")
    claim = text("What is asked for.")
    facts = text("The facts and grounds as stated.")
    asked_for = texts("Kinds of what is asked for.", vocabulary.ASKED_FOR)
    amount = amount_or_none("Yuan at stake.")
    third_party = text_or_none("A third party involved (Art. 10).")
    gaps = texts("What Arts. 13 and 14 ask for and is not known yet, as codes.")
    duplicate_of = text_or_none("Number of the complaint that this one repeats.")
    forwarded_at = moment_or_none("When it was last forwarded.")
    told_at = moment_or_none("When the complainant was told of it.")
    answered_at = moment_or_none("When every institution had reported.")
    closed_at = moment_or_none("When the last report was accepted.")
    withdrawn_on = day_or_none("The day the complainant withdrew it (Art. 15).")
    parties = many(PartyOut, "Everybody on the complainant's side.")
    respondents = many(RespondentOut, "The institutions complained about.")
    forwardings = many(ForwardingItem, "Its forwardings.")
    attachments = many(FileOut, "Its files.")


class DayOut(Output):
    """One day of an account."""

    date = text("The day.", format="date")
    counted = flag("Whether it counts.")
    reason = text("Why: day_zero, working_day, makeup_workday, weekend, holiday, natural_day, …")
    occasion = fields.String(metadata={"description": "The festival behind a day off or on."})


_CLOCK = {
    "rule": text("The rule."),
    "article": text("Its article."),
    "tier": fields.String(metadata={"description": "Of rule 18: how long it is in all."}),
    "from": text("Day 0.", format="date"),
    "due_on": text_or_none("The last day; null while it lies beyond the calendar."),
    "provisional": flag("Whether it lies beyond the calendar that is loaded."),
    "not_before": text("The earliest day it can be; equal to due_on when that is known."),
    "reading": text("How the last day was found."),
    "missing_year": whole_or_none("The first year whose working days are not loaded."),
    "rule_set": text("The day since when the rule set of day 0 is in force.", format="date"),
    "outside_rules": flag("Whether day 0 lies before the Measures came into force (Art. 45)."),
    "days": many(DayOut, "Every day, counted or not, with the reason."),
}
ClockOut = Output.from_dict(_CLOCK, name="ClockOut")
