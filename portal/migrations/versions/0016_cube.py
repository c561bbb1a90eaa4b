"""The published cube, a slice for each sector and quarter."""

from pathlib import Path

from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None

SQL = Path(__file__).with_suffix(".sql")


def upgrade() -> None:
    """Add two tables; nothing stored changes."""
    op.get_bind().exec_driver_sql(SQL.read_text(encoding="utf-8"))


def downgrade() -> None:
    """A database goes back by restoring the backup made before; a step is never undone."""
    raise NotImplementedError("restore the backup made before the upgrade")
