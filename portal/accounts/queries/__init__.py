"""Reads of units, people, tokens and the audit trail; other packages get frozen dataclasses."""

from portal.accounts.queries.directory import Directory, InstitutionRef, directory, set_directory
from portal.accounts.queries.people import (
    AccountView,
    TokenView,
    account,
    account_in_reach,
    account_names,
    accounts_page,
    actor_for,
    institution_users,
    locked_until,
    staff_of,
    tokens_of,
)
from portal.accounts.queries.units import (
    UnitNode,
    UnitView,
    territories,
    unit,
    unit_for_territory,
    unit_names,
    unit_tree,
    units,
    units_below,
)

__all__ = [
    "AccountView",
    "TokenView",
    "Directory",
    "InstitutionRef",
    "UnitNode",
    "UnitView",
    "account",
    "account_in_reach",
    "account_names",
    "accounts_page",
    "actor_for",
    "directory",
    "institution_users",
    "locked_until",
    "set_directory",
    "staff_of",
    "territories",
    "tokens_of",
    "unit",
    "unit_for_territory",
    "unit_names",
    "unit_tree",
    "units",
    "units_below",
]
