"""The weights that the portal comes with: the elements of the 2025 edition (Art. 38).

The elements and their minima are the edition's; the indicators below them and their bounds are
this portal's proposal, which a supervisor replaces by loading a set of his own.
"""

from typing import Any

from portal.kernel.findings import N_

EDITION = "2025"
YEAR = 2025


def _counted(code: str, name: str, weight: str, measure: str, full: str, zero: str) -> Any:
    return {
        "code": code,
        "name": name,
        "weight": weight,
        "measure": measure,
        "full": full,
        "zero": zero,
    }


def _by_hand(code: str, name: str, weight: str) -> Any:
    return {"code": code, "name": name, "weight": weight, "measure": "manual"}


def _element(code: str, weight: str, *indicators: Any) -> dict[str, Any]:
    return {"code": code, "weight": weight, "indicators": list(indicators)}


ELEMENTS: list[dict[str, Any]] = [
    _element(
        "system",
        "15",
        _by_hand("S1", N_("制度、责任人和考核机制"), "7"),
        _counted("S2", N_("报送逾期"), "3", "filed_late_percent", "0", "20"),
        _counted("S3", N_("报送被退回"), "2", "filings_sent_back_percent", "0", "20"),
        _counted("S4", N_("应报未报"), "3", "unmet", "0", "3"),
    ),
    _element("suitability", "10", _by_hand("A1", N_("适当性制度和执行"), "10")),
    _element(
        "marketing",
        "25",
        _by_hand("M1", N_("营销宣传和信息披露管理"), "15"),
        _counted("M2", N_("营销和信息披露类投诉占比"), "10", "marketing_percent", "10", "50"),
    ),
    _element(
        "disputes",
        "30",
        _counted("D1", N_("投诉逾期办理"), "8", "late_percent", "0", "20"),
        _counted("D2", N_("处理报告被退回"), "4", "sent_back_percent", "0", "20"),
        _counted("D3", N_("核查改变原决定"), "4", "changed_percent", "0", "30"),
        _counted("D4", N_("投诉量与同类机构中位数相比"), "4", "rate_percent", "100", "300"),
        _counted("D5", N_("投诉量与上年相比"), "3", "rise_percent", "100", "200"),
        _counted("D6", N_("整改要求未落实"), "4", "failed_percent", "0", "50"),
        _counted("D7", N_("无正当理由拒绝调解"), "3", "refused", "0", "3"),
    ),
    _element("education", "10", _by_hand("E1", N_("金融教育宣传"), "10")),
    _element(
        "service",
        "5",
        _by_hand("V1", N_("消费者服务"), "3"),
        _counted("V2", N_("服务类投诉占比"), "2", "service_percent", "10", "50"),
    ),
    _element(
        "privacy",
        "5",
        _by_hand("P1", N_("个人信息保护"), "3"),
        _counted("P2", N_("消费者信息安全类投诉占比"), "2", "privacy_percent", "0", "10"),
    ),
]
GRADES: list[dict[str, str]] = [
    {"grade": "1", "least": "90"},
    {"grade": "2", "least": "75"},
    {"grade": "3", "least": "60"},
    {"grade": "4", "least": "0"},
]
