"""Which kind of file is it, and what stands in it?"""

import re

from messages.errors import Malformed
from messages.text_files import text_of
from services.collections.domain.bank.camt053 import read_camt053
from services.collections.domain.bank.entries import BankFile, Wanted, must_not_be_too_many
from services.collections.domain.bank.mt940_files import read_mt940
from services.collections.domain.bank.tables import read_table

OTHER = {b"PK\x03\x04": "zip, xlsx", b"\xd0\xcf\x11\xe0": "xls", b"%PDF": "pdf", b"\x1f\x8b": "gzip"}
IS_MT940 = re.compile(r"^:(?:20|25|60[FM]|61):", re.MULTILINE)
LEAST_TAGS = 3
WESTERN = "cp1252"


def read_bank_file(data: bytes, wanted: Wanted = Wanted()) -> BankFile:
    """By its content, whatever it is called. Raises Malformed when it cannot be read whole: nothing of it is kept."""
    for begin, kind in OTHER.items():
        if data.startswith(begin):
            raise Malformed("file", kind, "COL-80")
    if data.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<"):
        found = read_camt053(data.lstrip(b" \t\r\n"), wanted)
    else:
        text = _text(data)
        found = read_mt940(text, wanted) if _is_mt940(text) else read_table(text, wanted)
    must_not_be_too_many(len(found.entries))
    return found


def _is_mt940(text: str) -> bool:
    return len(set(IS_MT940.findall(text))) >= LEAST_TAGS


def _text(data: bytes) -> str:
    """As Chinese banks write, else as western ones do."""
    try:
        return text_of(data)
    except ValueError:
        pass
    try:
        found = data.decode(WESTERN)
    except UnicodeDecodeError:
        raise Malformed("file", "", "COL-80") from None
    return found
