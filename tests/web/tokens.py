"""Read the CSRF token of a page."""

import re


def token(client, path: str = "/sample/form") -> str:
    """Return the token of the form at `path`."""
    page = client.get(path).get_data(as_text=True)
    return re.search(r'name="csrf_token" value="([^"]+)"', page).group(1)
