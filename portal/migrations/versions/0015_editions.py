"""Editions of bulletins, which never change once they are published."""

from pathlib import Path

from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

SQL = Path(__file__).with_suffix(".sql")


def upgrade() -> None:
    """Add a table; nothing stored changes."""
    op.get_bind().exec_driver_sql(SQL.read_text(encoding="utf-8"))


def downgrade() -> None:
    """A database goes back by restoring the backup made before; a step is never undone."""
    raise NotImplementedError("restore the backup made before the upgrade")
