"""Masks for lists: enough to recognise a person one already knows, not enough to find one."""


def mask_name(name: str) -> str:
    """张三丰 → 张**; the number of stars does not tell the length."""
    return f"{name.strip()[0]}**" if name.strip() else ""


def _middle(value: str, head: int, tail: int) -> str:
    if len(value) < head + tail + 2:
        return "*" * len(value)
    return value[:head] + "*" * (len(value) - head - tail) + value[-tail:]


def mask_id(number: str) -> str:
    """11010519491231002X → 110***********002X; a number too short to mask is hidden whole."""
    return _middle(number.strip(), 3, 4)


def mask_phone(number: str) -> str:
    """13812341234 → 138****1234; a number too short to mask is hidden whole."""
    return _middle(number.strip(), 3, 4)


def mask_email(address: str) -> str:
    """zhang@example.com → z***@example.com."""
    local, at, domain = address.strip().rpartition("@")
    return f"{local[:1]}***@{domain}" if at else "*" * len(domain)
