"""How is a letter with a file sent by mail, and what did the mail server answer?"""

import asyncio
import smtplib
import ssl
from dataclasses import dataclass
from email.message import EmailMessage
from email.utils import parseaddr

from chassis.base.settings import MailSettings
from chassis.records.documents import PDF

SECONDS = 10.0
LONGEST_ERROR = 500
NO_SERVER = "mail.no_server"  # a code, as everything that we say ourselves of it


@dataclass(frozen=True)
class Letter:
    """`id` is the same however often it is sent."""

    id: str
    to: str
    subject: str
    body: str
    file_name: str
    file: bytes  # a PDF


async def send_letter(letter: Letter, settings: MailSettings) -> str:
    """Nothing when it was taken; else what went wrong: a code of ours, or the mail server's words."""
    if not settings.smtp_host:
        return NO_SERVER
    try:
        await asyncio.to_thread(_send, _message(letter, settings), settings)
    except (smtplib.SMTPException, OSError, ValueError) as error:
        said = f"{type(error).__name__}: {error}"
        return "".join(char if char.isprintable() else " " for char in said)[:LONGEST_ERROR]
    return ""


def _message(letter: Letter, settings: MailSettings) -> EmailMessage:
    """Whoever gets it twice sees by its id that it is the same one."""
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = settings.mail_from, letter.to, letter.subject
    message["Message-ID"] = f"<{letter.id}@{parseaddr(settings.mail_from)[1].partition('@')[2] or 'localhost'}>"
    message["X-Countersign-Delivery"] = letter.id
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(letter.body)
    kind, _, sort = PDF.partition("/")
    message.add_attachment(letter.file, maintype=kind, subtype=sort, filename=letter.file_name)
    return message


def _send(message: EmailMessage, settings: MailSettings) -> None:
    """Blocks."""
    if settings.smtp_security == "ssl":
        tls = ssl.create_default_context()
        server: smtplib.SMTP = smtplib.SMTP_SSL(settings.smtp_host, settings.smtp_port, timeout=SECONDS, context=tls)
    else:
        server = smtplib.SMTP(settings.smtp_host, settings.smtp_port, timeout=SECONDS)
    with server:
        if settings.smtp_security == "starttls":
            server.starttls(context=ssl.create_default_context())
        if settings.smtp_user:
            server.login(settings.smtp_user, settings.smtp_password.get_secret_value())
        server.send_message(message)
