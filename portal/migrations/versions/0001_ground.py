"""Everything that the first release needs."""

from alembic import op

from portal.migrations.draft import statements

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make every table, index, trigger and function."""
    op.get_bind().exec_driver_sql(statements())


def downgrade() -> None:
    """Go back to an empty database; only for tests, for it drops everything."""
    bind = op.get_bind()
    bind.exec_driver_sql("DROP SCHEMA public CASCADE")
    bind.exec_driver_sql("CREATE SCHEMA public")
