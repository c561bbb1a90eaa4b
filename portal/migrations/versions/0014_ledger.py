"""The rectification ledger: titles are searched, and open rows stand by state and by kind."""

from pathlib import Path

from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

SQL = Path(__file__).with_suffix(".sql")


def upgrade() -> None:
    """Add a column and indexes; nothing stored changes."""
    op.get_bind().exec_driver_sql(SQL.read_text(encoding="utf-8"))


def downgrade() -> None:
    """A database goes back by restoring the backup made before; a step is never undone."""
    raise NotImplementedError("restore the backup made before the upgrade")
