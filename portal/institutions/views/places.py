"""Where packages above add parts to an institution's pages: each maker takes the institution."""

from portal.web.parts import Parts

PUBLIC = Parts()
"""The public page of one institution, below its channels."""
LISTED = Parts()
"""A line under each institution of the public list: each maker takes the page's institutions."""
STAFF = Parts()
"""The staff page of one institution, above its register."""
DESK = Parts()
"""The institution's own page of itself."""
BRANCHES = Parts()
"""One branch in its institution's list: the maker takes all the branches of a page at once and
gives `headings`; the template writes the cells of `branch`."""
