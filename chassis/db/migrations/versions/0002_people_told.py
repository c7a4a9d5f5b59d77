"""How does every process of a service learn that a person has changed?"""

from alembic import op

revision = "chassis_0002"
down_revision = "chassis_0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute(
        "CREATE FUNCTION person_changed() RETURNS trigger LANGUAGE plpgsql AS $$"
        " BEGIN PERFORM pg_notify('people', NEW.id::text); RETURN NULL; END $$"
    )
    op.execute(
        "CREATE TRIGGER person_changed AFTER INSERT OR UPDATE ON people FOR EACH ROW EXECUTE FUNCTION person_changed()"
    )


def downgrade() -> None:
    op.execute("DROP TRIGGER person_changed ON people")
    op.execute("DROP FUNCTION person_changed()")
