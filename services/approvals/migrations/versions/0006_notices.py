"""What do channels, webhook endpoints, deliveries and links need to be kept?"""

from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql as pg

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

LISTENERS = ("channels", "endpoints")


def _id(name: str = "id", *, key: bool = False, nullable: bool = False, to: str = "") -> sa.Column[Any]:
    more = (sa.ForeignKey(to),) if to else ()
    return sa.Column(name, sa.Uuid, *more, primary_key=key, nullable=nullable)


def _text(name: str, *, key: bool = False, nullable: bool = False) -> sa.Column[Any]:
    return sa.Column(name, sa.Text, primary_key=key, nullable=nullable)


def _time(name: str, *, nullable: bool = False) -> sa.Column[Any]:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=nullable)


def _flag(name: str) -> sa.Column[Any]:
    return sa.Column(name, sa.Boolean, nullable=False)


def _int(name: str) -> sa.Column[Any]:
    return sa.Column(name, sa.Integer, nullable=False)


def upgrade() -> None:
    op.create_table(
        "channels", _id(key=True), _id("person_id"), _text("kind"), _text("name"), _text("address"),
        _text("secret", nullable=True), sa.Column("events", sa.ARRAY(sa.Text), nullable=False), _text("digest"),
        _int("at_hour"), _flag("business_hours"), _flag("one_click"), _flag("active"), _time("created_at"),
    )  # fmt: skip
    op.create_index("ix_channels_person_id", "channels", ["person_id"])
    op.create_table(
        "endpoints", _id(key=True), _text("url"), sa.Column("events", sa.ARRAY(sa.Text), nullable=False),
        _text("legal_entity_id", nullable=True), _text("secret"), _text("old_secret", nullable=True),
        _time("old_secret_until", nullable=True), _flag("active"), _time("created_at"),
    )  # fmt: skip
    _deliveries()
    op.create_table("delivery_clock", _id(key=True), _time("next_due_at", nullable=True), _int("version"))
    op.create_table(
        "links", _text("hash", key=True), _id("task_id"), _id("person_id"), _text("content_hash"), _time("made_at"),
        _time("expires_at"), _time("used_at", nullable=True), _text("verdict", nullable=True),
    )  # fmt: skip
    op.create_index("ix_links_task_id", "links", ["task_id"])
    _count_changes()


def _deliveries() -> None:
    op.create_table(
        "deliveries", _id(key=True), _id("channel_id", nullable=True, to="channels.id"),
        _id("endpoint_id", nullable=True, to="endpoints.id"), _id("person_id", nullable=True), _text("what"),
        _id("request_id", nullable=True), _id("task_id", nullable=True), sa.Column("said", pg.JSONB, nullable=False),
        _flag("digest"), _text("state"), _int("attempts"), _text("error"), _time("created_at"),
        _time("due_at", nullable=True), _time("sent_at", nullable=True),
        sa.CheckConstraint("(channel_id IS NULL) <> (endpoint_id IS NULL)", name="to_one_place"),
        sa.CheckConstraint("(state = 'WAITING') = (due_at IS NOT NULL)", name="due_while_it_waits"),
    )  # fmt: skip
    newest = [sa.text("created_at DESC"), sa.text("id DESC")]
    waiting, given_up = sa.text("state = 'WAITING'"), sa.text("state = 'GIVEN_UP'")
    lately = sa.text("state = 'SENT' AND NOT digest")
    op.create_index("deliveries_due", "deliveries", ["due_at"], postgresql_where=waiting)
    op.create_index("deliveries_of_person", "deliveries", ["person_id", *newest])
    op.create_index("deliveries_newest", "deliveries", newest)
    op.create_index("deliveries_given_up", "deliveries", newest, postgresql_where=given_up)
    op.create_index("deliveries_lately", "deliveries", ["channel_id", "sent_at"], postgresql_where=lately)


def _count_changes() -> None:
    """Who listens is kept in memory with the directory, until its version moves."""
    op.execute(
        "CREATE FUNCTION listeners_changed() RETURNS trigger LANGUAGE plpgsql AS"
        " $$ BEGIN UPDATE directory_version SET version = version + 1; RETURN NULL; END $$"
    )
    for table in LISTENERS:
        op.execute(
            f"CREATE TRIGGER listeners_changed AFTER INSERT OR UPDATE OR DELETE ON {table}"
            " EXECUTE FUNCTION listeners_changed()"
        )


def downgrade() -> None:
    for table in ("links", "delivery_clock", "deliveries", "endpoints", "channels"):
        op.drop_table(table)
    op.execute("DROP FUNCTION listeners_changed()")
