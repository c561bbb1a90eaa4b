"""Addresses of pages for notices that leave the house, where no request tells the host."""

_base = ["http://127.0.0.1:8000"]


def install(public_url: str) -> None:
    """Name the address under which the portal is reached."""
    _base[:] = [public_url.rstrip("/")]


def to(path: str) -> str:
    """Return the full address of a page, `path` beginning with a slash."""
    return _base[0] + path
