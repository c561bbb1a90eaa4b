"""What is said of major complaints and reports on their incidents (Art. 29)."""

from flask_babel import lazy_gettext as _l

from portal.web import messages

messages.register(
    {
        "major_basis_missing": _l("请写明认定为这一类重大投诉的依据。"),
        "major_lift_unexplained": _l("请写明不作为重大投诉的理由。"),
        "not_major": _l("本件没有被认定为重大投诉，不需要报告事件情况。"),
        "incident_not_here": _l("本件已不由本机构办理，不需要报告事件情况。"),
    }
)
