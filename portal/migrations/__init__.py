"""The database's shape, by numbered steps, and the rows that every new database holds."""

from portal.migrations.steps import NewerDatabase, Status, found, lay, status, upgrade

__all__ = ["NewerDatabase", "Status", "found", "lay", "status", "upgrade"]
