"""What the call to hand in a complaint may carry: Arts. 12 to 14 and 33 field by field."""

from forwarding import vocabulary
from forwarding.intake_checks import LIMITS, MOST_PEOPLE, PERSON_LIMITS
from forwarding.people_lines import MOST_LINES
from forwarding.views.api.inputs import uploads
from portal.web.api.fields import Amount, Choice, Flag, Input, Many, Moment, Text, Whole


def _of_filer(about: str, field: str) -> Text:
    text = f"{about}, where somebody acts for the complainant."
    return Text(text, PERSON_LIMITS[field], article="14")


def _of_firm(about: str, field: str) -> Text:
    return Text(
        f"{about} of an organisation's legal representative.", PERSON_LIMITS[field], article="13"
    )


def _lines(about: str) -> Many:
    each = Text("姓名，证件号，电话: name, identity number, telephone.", 200, required=True)
    return Many(about, each, most=MOST_LINES, article="12")


class ComplaintIn(Input):
    """A complaint as the complaints file has it, without the columns of history."""

    external_ref = Text(
        "Your own number for it. Sent again by the same account it gives the first complaint's "
        "number again (200) and stores nothing; with another content it is refused (409).",
        100,
        examples=["HL-20260212-0001"],
    )
    received_at = Moment(
        "When it was really received, not when it was entered: day 0 of the seven working days.",
        required=True,
        article="33",
    )
    channel = Choice("Channel of receipt.", vocabulary.CHANNELS, default="api", article="31")
    territory = Text(
        "Six-digit division code (GB/T 2260) of where it happened.",
        6,
        pattern=r"^[0-9]{6}$",
        examples=["330106"],
        required=True,
        article="33",
    )
    institution_code = Text(
        "The institutions complained about, by code of the register; several by `;`.", 400
    )
    institution_name = Text(
        "The institutions as the complainant calls them, where the code is not known; several "
        "by `;`. An officer decides which are meant.",
        1000,
        article="13",
        examples=["工行杭州武林支行"],
    )
    business = Choice("Business or insurance line.", vocabulary.BUSINESSES, examples=["B0402"])
    cause = Choice(
        "Cause, of the same sector as the business.", vocabulary.CAUSES, examples=["C07"]
    )
    complainant_kind = Choice(
        "Natural person or organisation.",
        vocabulary.COMPLAINANT_KINDS,
        default="natural",
        article="13",
    )
    complainant_name = Text(
        "Name of the complainant.",
        PERSON_LIMITS["name"],
        required=True,
        article="13",
        examples=["王小明"],
    )
    complainant_id_no = Text(
        "Identity number or unified social credit code.", PERSON_LIMITS["id_no"], article="13"
    )
    complainant_phone = Text(
        "Telephone.", PERSON_LIMITS["phone"], article="13", examples=["13812341234"]
    )
    complainant_email = Text("E-mail.", PERSON_LIMITS["email"], article="13")
    complainant_address = Text("Postal address.", PERSON_LIMITS["address"], article="13")
    filer_kind = Choice(
        "Who files: the complainant, or who acts for them; that person's fields then follow.",
        vocabulary.FILER_KINDS,
        default="self",
        article="14",
    )
    filer_name = _of_filer("Name of the guardian, agent or heir", "name")
    filer_id_no = _of_filer("Their identity number", "id_no")
    filer_phone = _of_filer("Their telephone", "phone")
    filer_email = _of_filer("Their e-mail", "email")
    filer_address = _of_filer("Their postal address", "address")
    legal_representative_name = _of_firm("Name", "name")
    legal_representative_id_no = _of_firm("Identity number", "id_no")
    legal_representative_phone = _of_firm("Telephone", "phone")
    joint = Flag("Whether several complain together.", default=False, article="12")
    people_count = Whole(
        "How many complain together, the complainant included; never fewer than are named.",
        1,
        MOST_PEOPLE,
        default=1,
        article="12",
    )
    representatives = _lines(
        "Further representatives of a joint complaint; the complainant is the first. One to five "
        "in all for a visit."
    )
    members = _lines("Further members of a joint complaint.")
    public_event = Choice(
        "The public event behind it, for a major complaint.",
        vocabulary.PUBLIC_EVENTS,
        article="29",
    )
    claim = Text("What is asked for.", LIMITS["claim"], lines=True, required=True, article="13")
    facts = Text(
        "The main facts and grounds.",
        LIMITS["facts"],
        lines=True,
        required=True,
        article="13",
        examples=["办卡时说免年费，今年二月扣了三百元。"],
    )
    amount = Amount("Yuan at stake.")
    duplicate_of = Text("`external_ref` of an earlier complaint that this one repeats.", 100)
    attachments = uploads("Ids of uploads.")
