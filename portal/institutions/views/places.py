"""Where packages above add parts to an institution's pages: each maker takes the institution."""

from portal.web.parts import Parts

PUBLIC = Parts()
"""The public page of one institution, below its channels."""
STAFF = Parts()
"""The staff page of one institution, above its register."""
DESK = Parts()
"""The institution's own page of itself."""
