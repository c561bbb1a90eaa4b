"""The database's shape, by numbered steps, and the rows that every new database holds."""

from portal.migrations.steps import Status, UnfitDatabase, found, lay, status, upgrade

__all__ = ["Status", "UnfitDatabase", "found", "lay", "status", "upgrade"]
