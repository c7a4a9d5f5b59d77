"""By which channel is somebody notified, and where may it lead?"""

import re
from base64 import b64encode
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address
from uuid import UUID

from messages.approvals.notices import Notice
from messages.errors import RuleViolation

MOST_CHANNELS = 10
KEPT_OF_ADDRESS = 4
TRANSLATED = IPv6Network("64:ff9b::/96")  # NAT64
MAILBOX = re.compile(r"^[^@\s<>,;\"()\\]{1,64}@[A-Za-z0-9.-]{1,190}$")
ADDRESSES = {  # as the vendor shows it, or only the part that is one's own
    "wecom": re.compile(
        r"^(?:https://qyapi\.weixin\.qq\.com/cgi-bin/webhook/send\?key=)?(?P<own>[A-Za-z0-9_-]{8,100})$"
    ),
    "dingtalk": re.compile(r"^(?:https://oapi\.dingtalk\.com/robot/send\?access_token=)?(?P<own>[A-Za-z0-9]{8,100})$"),
    "feishu": re.compile(r"^(?:https://open\.feishu\.cn/open-apis/bot/v2/hook/)?(?P<own>[A-Za-z0-9_-]{8,100})/?$"),
    "slack": re.compile(
        r"^(?:https://hooks\.slack\.com/services/)?(?P<own>T[A-Z0-9]{5,15}/B[A-Z0-9]{5,15}/[A-Za-z0-9]{16,40})$"
    ),
}
URL = re.compile(r"^(?P<scheme>https?)://(?P<host>[A-Za-z0-9.-]{1,253})(?::(?P<port>\d{1,5}))?(?P<rest>[/?][^\s#]*)?$")


@dataclass(frozen=True)
class Channel:
    """What is known of a channel while acts are done: not where it leads."""

    id: UUID
    person_id: UUID
    events: frozenset[str]
    when: str = "now"
    at_hour: int = 9
    business_hours: bool = False


@dataclass(frozen=True)
class Hook:
    """Another program that receives events."""

    id: UUID
    events: frozenset[str]
    legal_entity_id: str | None

    def receives(self, subject: str, legal_entity_id: str) -> bool:
        """Of approvals: `*` is all of it."""
        return bool({"*", subject} & self.events) and self.legal_entity_id in (None, legal_entity_id)

    def wants(self, subject: str, legal_entity_id: str) -> bool:
        """Of another service: what is named."""
        return subject in self.events and self.legal_entity_id in (None, legal_entity_id)


@dataclass(frozen=True)
class Recipients:
    """Everybody who has a channel or an endpoint, by person."""

    channels: Mapping[UUID, tuple[Channel, ...]] = field(default_factory=dict)
    hooks: tuple[Hook, ...] = ()

    def of(self, person_id: UUID | None, what: Notice) -> list[Channel]:
        return [row for row in self.channels.get(person_id, ()) if what in row.events] if person_id else []


@dataclass(frozen=True)
class Address:
    """Where a webhook leads."""

    scheme: str
    host: str
    port: int
    rest: str


def own_part(kind: str, address: str) -> str:
    """APP-80: an address is one of its kind: a mailbox, a robot as its vendor shows it, or a webhook."""
    if kind == "webhook":
        address_of(address)
        return address
    if kind == "mail" and MAILBOX.match(address):
        return address
    found = ADDRESSES[kind].match(address) if kind in ADDRESSES else None
    if found is None:
        raise RuleViolation("APP-80", kind=kind)
    return found["own"]


def must_take_secret(kind: str, secret: str | None) -> None:
    """Only DingTalk's robots have one of their own; a webhook's is made here."""
    if secret is not None and (kind != "dingtalk" or not secret.isalnum()):
        raise RuleViolation("APP-80", kind=kind)


def signing_secret(luck: str) -> str:
    """As Standard Webhooks write it: 256 bits in plain base64."""
    return f"whsec_{b64encode(sha256(luck.encode()).digest()).decode()}"


def address_of(url: str) -> Address:
    found = URL.match(url)
    port = int(found["port"] or (443 if found["scheme"] == "https" else 80)) if found else 0
    if found is None or not 0 < port < 65536:
        raise RuleViolation("APP-80", kind="webhook")
    return Address(found["scheme"], found["host"].lower(), port, found["rest"] or "/")


def must_lead_outside(address: Address, resolved: Collection[str], inside: Collection[str]) -> None:
    """APP-81: a webhook goes over https to a public address; a host of one's own network has to be named in the
    settings."""
    if address.host in inside:
        return
    if address.scheme != "https" or not resolved or not all(map(_is_public, resolved)):
        raise RuleViolation("APP-81", host=address.host)


def _is_public(address: str) -> bool:
    """Also the address of version 4 that one of version 6 stands for."""
    found = ip_address(address)
    inner = [found]
    if isinstance(found, IPv6Address):
        inner += [one for one in (found.ipv4_mapped, found.sixtofour) if one is not None]
        inner += [IPv4Address(int(found) & 0xFFFFFFFF)] if found in TRANSLATED else []
    return all(one.is_global and not one.is_multicast for one in inner)


def must_have_room(channels: int) -> None:
    """APP-87: a person has at most ten channels."""
    if channels >= MOST_CHANNELS:
        raise RuleViolation("APP-87", most=MOST_CHANNELS)


def hint_of(kind: str, own: str) -> str:
    """Enough to know it by, and not enough to use it."""
    if kind == "mail":
        name, _, host = own.partition("@")
        return f"{name[:1]}…@{host}"
    if kind == "webhook":
        address = address_of(own)
        return f"{address.scheme}://{address.host}/…"
    return f"…{own[-KEPT_OF_ADDRESS:]}"


def without_secrets(said: str, secrets: Collection[str]) -> str:
    """What a channel said, without what must not be shown (it may repeat the address) or cannot be kept (NUL)."""
    said = "".join(char if char.isprintable() else " " for char in said)
    for secret in sorted((secret for secret in secrets if secret), key=len, reverse=True):
        said = said.replace(secret, "…")
    return said
