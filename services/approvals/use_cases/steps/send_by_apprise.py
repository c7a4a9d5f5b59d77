"""How is a message sent to a mailbox or a group robot, and what did it answer?"""

import logging
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote

import apprise
import requests
from apprise.plugins import dingtalk, feishu, slack, wecombot

with warnings.catch_warnings():
    warnings.simplefilter("ignore", DeprecationWarning)  # it looks for imghdr, which Python is about to drop
    from apprise.plugins.email.base import NotifyEmail

from services.approvals.settings import ApprovalsSettings

VENDORS = {
    "wecom": "https://qyapi.weixin.qq.com", "dingtalk": "https://oapi.dingtalk.com", "feishu": "https://open.feishu.cn",
    "slack": "https://hooks.slack.com",
}  # fmt: skip
PLUGINS = {
    "wecom": wecombot.NotifyWeComBot, "dingtalk": dingtalk.NotifyDingTalk, "feishu": feishu.NotifyFeishu,
    "slack": slack.NotifySlack, "mail": NotifyEmail,
}  # fmt: skip
CODES = ("errcode", "code", "StatusCode")
SECONDS = 4.0
_answers: ContextVar[list[str] | None] = ContextVar("answers", default=None)


@dataclass(frozen=True)
class Robot:
    id: str
    kind: str
    own: str  # the part of the address that is one's own
    secrets: tuple[str, ...]
    subject: str
    body: str


def send_by_apprise(robot: Robot, settings: ApprovalsSettings) -> str:
    """Blocks: give it a thread of its own. Nothing when it was taken."""
    if robot.kind == "mail" and not settings.smtp_host:
        return "no mail server is set (COUNTERSIGN_SMTP_HOST)"
    made = _made(robot, settings)
    _lead(made, robot.kind, settings)
    with _listening() as answers:
        taken = made.notify(title=robot.subject, body=robot.body, body_format=apprise.NotifyFormat.TEXT)
    return "" if taken else " ".join(answers) or "not taken"


def _made(robot: Robot, settings: ApprovalsSettings) -> Any:
    """Only the plugins that are used: asking the library by name would load all of them. Redirects are not followed."""
    asset = apprise.AppriseAsset(app_id="Countersign", app_desc="Countersign", http_redirects=False)
    common: dict[str, Any] = {"asset": asset, "secure": True, "cto": SECONDS, "rto": SECONDS}
    plugin: Any = PLUGINS[robot.kind]
    match robot.kind:
        case "wecom":
            return plugin(key=robot.own, **common)
        case "dingtalk":
            return plugin(token=robot.own, secret=next(iter(robot.secrets), None), **common)
        case "feishu":
            return plugin(token=robot.own, **common)
        case "slack":
            a, b, c = robot.own.split("/")
            return plugin(token_a=a, token_b=b, token_c=c, include_image=False, include_footer=False, **common)
    login = {"user": settings.smtp_user, "password": settings.smtp_password.get_secret_value()}
    return plugin(
        smtp_host=settings.smtp_host, host=settings.smtp_host, port=settings.smtp_port,
        secure_mode=settings.smtp_security, from_addr=settings.mail_from, targets=[robot.own], format="text",
        headers={"X-Countersign-Delivery": robot.id, "Auto-Submitted": "auto-generated"},
        **(login if settings.smtp_user else {}), **common | {"secure": settings.smtp_security != "insecure"},
    )  # fmt: skip


def _lead(made: Any, kind: str, settings: ApprovalsSettings) -> None:
    """To the host of the settings, where they name one instead of the vendor's."""
    if kind not in settings.channel_hosts:
        return
    for name in ("notify_url", "api_url", "webhook_url"):
        if isinstance(url := getattr(made, name, None), str):
            setattr(made, name, url.replace(VENDORS[kind], settings.channel_hosts[kind].rstrip("/")))


class _RecordedSession:
    """Stands before `requests` in the robots' modules. These robots refuse with HTTP 200 and a code in the body, and
    the library looks at the status only: a refusal would count as delivered. It also writes DingTalk's signature in
    percent signs that `requests` writes so once more: the robot would find that it does not match (310000)."""

    def __getattr__(self, name: str) -> Any:
        return getattr(requests, name)

    def post(self, *args: Any, **more: Any) -> requests.Response:
        if (more.get("params") or {}).get("sign"):
            more["params"] = {**more["params"], "sign": unquote(more["params"]["sign"])}
        answer = requests.post(*args, **more)
        if answer.ok and "json" in answer.headers.get("content-type", ""):
            reply = answer.json()
            codes = [reply[name] for name in CODES if name in reply] if isinstance(reply, dict) else []
            if any(code != 0 for code in codes):
                raise requests.RequestException(answer.text[:300])
        return answer


class _LogCapture(logging.Handler):
    """The library tells the reason of a failure only in its log."""

    def emit(self, record: logging.LogRecord) -> None:
        answers, said = _answers.get(), record.getMessage()
        if answers is not None and said.startswith(("Socket Exception:", "Response Details:")):
            answers.append(" ".join(said.split(":", 1)[1].split()))
        elif answers is not None and record.levelno >= logging.WARNING:
            answers.append(said)


@contextmanager
def _listening() -> Iterator[list[str]]:
    answers: list[str] = []
    token = _answers.set(answers)
    try:
        yield answers
    finally:
        _answers.reset(token)


def _install() -> None:
    """Once. What the library logs goes nowhere else: it repeats addresses."""
    for module in (wecombot, dingtalk, feishu, slack):
        setattr(module, "requests", _RecordedSession())  # noqa: B010 (its own name there is a module)
    library = logging.getLogger("apprise")
    library.handlers[:] = [_LogCapture()]
    library.setLevel(logging.DEBUG)
    library.propagate = False


_install()
