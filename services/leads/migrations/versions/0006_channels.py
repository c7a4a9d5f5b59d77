"""By which channel of the company's list did a lead come, and with which keys do other programs post leads?

The leads that stand there get the channel that they named, where it is a usual one, else OTHER.
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import ARRAY, JSONB

revision = "leads_0006"
down_revision = "leads_0005"
branch_labels = None
depends_on = None

# As the usual list read when this was written.
SAID = {
    "OFFLINE": ["offline", "fair", "expo", "exhibition", "event", "seminar", "展会", "会议", "线下会议"],
    "ADS": ["ads", "ad", "advert", "banner", "display", "广告", "网络广告"],
    "SEM": ["sem", "paid search", "search", "baidu", "百度", "google ads", "搜索", "竞价", "搜索引擎营销"],
    "EMAIL": ["email", "e mail", "mail", "edm", "newsletter", "邮件"],
    "MOBILE": ["mobile", "app", "wechat", "微信", "企微", "企业微信", "社交", "social", "sms", "短信", "移动"],
    "VIDEO": ["video", "douyin", "抖音", "tiktok", "live", "直播", "youtube", "视频"],
    "MEDIA": ["media", "tv", "radio", "newspaper", "magazine", "print", "电视", "电台", "报纸", "杂志", "传统媒体"],
    "WEBSITE": ["website", "web", "site", "form", "organic search", "direct traffic", "landing", "网站", "官网"],
    "REFERRAL": ["referral", "refer", "介绍", "转介绍", "老客户介绍", "推荐"],
    "PHONE": ["phone", "call", "hotline", "来电", "热线", "电话销售", "telesales", "电话"],
}
TAG = sa.text(
    "UPDATE lead SET channel_code = :code"
    " WHERE channel_code = 'OTHER' AND lower(translate({column}, '_-', '  ')) = ANY(:words)"
)


def upgrade() -> None:
    op.add_column("lead", sa.Column("channel_code", sa.String, nullable=False, server_default="OTHER"))
    op.add_column("lead", sa.Column("activity", sa.String))
    op.add_column("lead", sa.Column("activity_id", sa.Uuid))
    for column in ("channel", "source"):
        for code, words in SAID.items():
            op.execute(sa.text(TAG.text.format(column=column)).bindparams(code=code, words=words))
    op.create_index("lead_of_channel", "lead", ["legal_entity_id", "channel_code"])
    op.create_index("lead_of_activity", "lead", ["activity_id"], postgresql_where=sa.text("activity_id IS NOT NULL"))
    op.create_table(
        "lead_channel",
        sa.Column("legal_entity_id", sa.String, primary_key=True),
        sa.Column("code", sa.String, primary_key=True),
        sa.Column("position", sa.SmallInteger, nullable=False),
        sa.Column("label", JSONB, nullable=False),
        sa.Column("aliases", ARRAY(sa.Text), nullable=False),
    )
    _keys()


def _keys() -> None:
    time = sa.DateTime(timezone=True)
    op.create_table(
        "channel_key",
        sa.Column("id", sa.Uuid, primary_key=True),
        sa.Column("legal_entity_id", sa.String, nullable=False),
        sa.Column("name", sa.String, nullable=False),
        sa.Column("channel", sa.String, nullable=False),
        sa.Column("source", sa.String, nullable=False),
        sa.Column("activity_id", sa.Uuid),
        sa.Column("pool_id", sa.Uuid, sa.ForeignKey("pool.id")),
        sa.Column("fields", ARRAY(sa.Text), nullable=False),
        sa.Column("per_minute", sa.Integer, nullable=False),
        sa.Column("per_day", sa.Integer, nullable=False),
        sa.Column("key_hash", sa.String, nullable=False),
        sa.Column("ends_with", sa.String, nullable=False),
        sa.Column("former_hash", sa.String),
        sa.Column("former_until", time),
        sa.Column("minute_at", time),
        sa.Column("minute_count", sa.Integer, nullable=False),
        sa.Column("day_at", time),
        sa.Column("day_count", sa.Integer, nullable=False),
        sa.Column("last_used_at", time),
        sa.Column("created_by", sa.Uuid, nullable=False),
        sa.Column("created_at", time, nullable=False),
        sa.Column("revoked_at", time),
        sa.Column("version", sa.Integer, nullable=False),
    )
    op.create_index("channel_key_hash", "channel_key", ["key_hash"], unique=True)
    op.create_index("channel_key_former", "channel_key", ["former_hash"], unique=True)
    op.create_index("channel_key_paged", "channel_key", ["created_at", "id"])


def downgrade() -> None:
    for table in ("channel_key", "lead_channel"):
        op.drop_table(table)
    for index in ("lead_of_activity", "lead_of_channel"):
        op.drop_index(index, "lead")
    for column in ("activity_id", "activity", "channel_code"):
        op.drop_column("lead", column)
