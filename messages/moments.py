"""How is a moment written in a sentence, on the clock of who reads it?"""

import re
from datetime import datetime
from zoneinfo import ZoneInfo

WRITTEN = re.compile(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d\S*")


def on_clock(value: object, tz: str) -> object:
    """`2026-03-01 17:30` for a moment or its ISO text with a zone; anything else as it is."""
    if isinstance(value, str) and WRITTEN.fullmatch(value):
        try:
            value = datetime.fromisoformat(value)
        except ValueError:
            return value
    if isinstance(value, datetime):
        return (value.astimezone(ZoneInfo(tz)) if value.tzinfo else value).strftime("%Y-%m-%d %H:%M")
    return value
