"""By which channel of the company's list did a lead come?"""

from collections.abc import Sequence

from messages.errors import RuleViolation
from messages.leads.channels import OTHER, LeadChannel

# Where a legal entity has set none of its own.
USUAL = (
    LeadChannel(
        code="OFFLINE",
        aliases=["线下会议", "offline", "fair", "expo", "exhibition", "event", "seminar", "展会", "会议"],
    ),
    LeadChannel(code="ADS", aliases=["网络广告", "ad", "ads", "advert", "banner", "display", "广告"]),
    LeadChannel(
        code="SEM", aliases=["搜索引擎营销", "paid_search", "search", "baidu", "百度", "google ads", "搜索", "竞价"]
    ),
    LeadChannel(code="EMAIL", aliases=["邮件", "e-mail", "mail", "edm", "newsletter"]),
    LeadChannel(
        code="MOBILE", aliases=["移动", "app", "wechat", "微信", "企微", "企业微信", "社交", "social", "sms", "短信"]
    ),
    LeadChannel(code="VIDEO", aliases=["视频", "douyin", "抖音", "tiktok", "live", "直播", "youtube"]),
    LeadChannel(
        code="MEDIA",
        aliases=["传统媒体", "tv", "radio", "newspaper", "magazine", "print", "电视", "电台", "报纸", "杂志"],
    ),
    LeadChannel(
        code="WEBSITE", aliases=["官网", "web", "site", "form", "organic_search", "direct_traffic", "landing", "网站"]
    ),
    LeadChannel(code="REFERRAL", aliases=["推荐", "refer", "介绍", "转介绍", "老客户介绍"]),
    LeadChannel(code="PHONE", aliases=["电话", "call", "hotline", "来电", "热线", "电话销售", "telesales"]),
)


def must_be_told_apart(channels: Sequence[LeadChannel]) -> None:
    """LEA-100: each channel has a code of its own, and no word says two of them; OTHER is what fits none."""
    said: dict[str, str] = {}
    codes = [OTHER.casefold(), *(one.code.casefold() for one in channels)]
    twice = next((code for code in codes if codes.count(code) > 1), None)
    if twice is not None:
        raise RuleViolation("LEA-100", word=twice.upper())
    for one in channels:
        for word in _words(one):
            if said.setdefault(word, one.code) != one.code:
                raise RuleViolation("LEA-100", word=word)


def must_be_kept(codes: Sequence[str], used: str | None) -> None:
    """LEA-101: a channel that a key still posts by, or an activity still goes on in, stays on the list."""
    if used is not None and used not in codes:
        raise RuleViolation("LEA-101", channel=used)


def channel_named(said: str, channels: Sequence[LeadChannel]) -> str:
    """LEA-102: a key, a form and an activity have a channel of the list, by its code or by one of its names."""
    found = _named(said, channels)
    if found is None:
        raise RuleViolation("LEA-102", channel=said, known=" / ".join(one.code for one in channels))
    return found


def channel_of(said: str | None, source: str, channels: Sequence[LeadChannel]) -> str:
    """LEA-103: a lead is of the channel that it names, else of that of its source, else of the only one that a word of
    its source names (官网 Website), else of none on the list."""
    named = _named(said, channels) if said else None
    return named or _named(source, channels) or _spoken_of(source, channels) or OTHER


def _named(said: str, channels: Sequence[LeadChannel]) -> str | None:
    wanted = _key(said)
    return next((one.code for one in channels if wanted in _words(one)), None)


def _spoken_of(source: str, channels: Sequence[LeadChannel]) -> str | None:
    found = {code for word in _key(source).split() if (code := _named(word, channels)) is not None}
    return found.pop() if len(found) == 1 else None


def _words(channel: LeadChannel) -> set[str]:
    return {_key(word) for word in (channel.code, *channel.label.values(), *channel.aliases)}


def _key(word: str) -> str:
    return " ".join(word.casefold().replace("_", " ").replace("-", " ").split())
