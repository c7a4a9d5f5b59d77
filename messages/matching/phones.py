"""Which numbers does a person mean who writes a phone, and can they be dialled?"""

import re
from dataclasses import dataclass
from functools import lru_cache

import phonenumbers

from messages.matching.characters import plain

LONGEST = 200
CHINA = 86
MOST = 5
APART = re.compile(r"[/、;,|]|\b(?:or|and)\b|或|和")
EXTENSION = re.compile(r"(?<=\d)[\s,;(\-]*(?:转|分机号?|内线|extension|extn|ext|x|#)\s*[.:]?\s*(\d{1,8})(?!\d)\s*\)?")
LABEL = re.compile(
    r"^[\s'\"`=]*(?:手机号?码?|电话号?码?|座机|固话|联系电话|联系方式|办公|传真|手提|携带|tel|mobile|mob|phone|cell|"
    r"fax|work|home|office|m|t|p)?\s*[.:]?\s*"
)
NOTE_IN_BRACKETS = re.compile(r"\((?=[^()]*[^\W\d_])[^()\d]*\)")
NOTE = re.compile(r"(?<=\d)(?:\s+[^\d]+|[^\x00-\x7f][^\d]*)$")
NOTE_BEFORE = re.compile(r"^[^\W\d_]+[\s:]+(?=[+(\d])")
DIALLED = re.compile(r"\+?[\d\s().\-]+")
AREA = r"(?:10|2\d|[3-9]\d\d)"  # of China, without the 0 before it
BEHIND_AREA = rf"(?:(?:\+|00)86[\s\-]*(?:\(0\)\s*)?\(?0?{AREA}|\(?0{AREA})\)?[\s\-]*\d{{3,4}}"
IN_CHINA = rf"(?:{BEHIND_AREA}|[48]00[\s\-]?\d{{3}})[\s\-]?\d{{4}}"
LANDLINE_AND_EXTENSION = re.compile(rf"({IN_CHINA})\s?-\s?(\d{{1,5}})")  # 021-68888888-801, as China writes it
OF_THE_NATION = re.compile(r"9[56]\d{3,6}")  # of banks, carriers and officials in China: 95588 is dialled as it is
AS_A_NUMBER = re.compile(r"\d+\.0+|\d(?:\.\d+)?e\+?\d+")


class NoPhone(ValueError):
    """What is written is no number that can be dialled; `code` says why, for a text of the catalogues."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True)
class Phone:
    """A number in the one form in which it is compared: +861068888888, or +861068888888;ext=801."""

    number: str
    extension: str = ""

    @property
    def key(self) -> str:
        return f"{self.number};ext={self.extension}" if self.extension else self.number


def phones_of(text: str, region: str) -> tuple[Phone, ...]:
    """All numbers of a text, each once; `region` (ISO 3166) is where a number names no country. Raises NoPhone."""
    return _phones(text[: LONGEST + 1], region)


@lru_cache(maxsize=4096)
def _phones(text: str, region: str) -> tuple[Phone, ...]:
    written = _bare(text)
    if AS_A_NUMBER.fullmatch(written):
        raise NoPhone("phone.spreadsheet")
    parts = [part for part in APART.split(written) if part.strip()]
    if not parts or len(parts) > MOST or len(text) > LONGEST:
        raise NoPhone("phone.none")
    found = [phone for part in parts for phone in _of_part(part, region)]
    return tuple(dict.fromkeys(found))


def _bare(text: str) -> str:
    written = plain(text).replace("–", "-").replace("—", "-").replace("−", "-").replace("‐", "-").strip()
    return LABEL.sub("", written).strip("'\"` \t") if written else ""


def _of_part(part: str, region: str) -> list[Phone]:
    try:
        return [_one(part, region)]
    except NoPhone:
        pieces = part.split()
        for cut in range(1, len(pieces)):  # two whole numbers with nothing but a blank between them
            try:
                return [_one(" ".join(pieces[:cut]), region), *_of_part(" ".join(pieces[cut:]), region)]
            except NoPhone:
                continue
        raise


def _one(part: str, region: str) -> Phone:
    written, extension = _with_extension(LABEL.sub("", part.strip(), count=1))
    written = NOTE_BEFORE.sub("", NOTE.sub("", NOTE_IN_BRACKETS.sub(" ", written).strip()).strip()).strip()
    if not extension and region == "CN" and (found := LANDLINE_AND_EXTENSION.fullmatch(written)):
        written, extension = found.groups()
    if not DIALLED.fullmatch(written):
        raise NoPhone("phone.letters" if re.search(r"[^\W\d_]", written) else "phone.none")
    if not _brackets_match(written):
        raise NoPhone("phone.none")
    return Phone(_dialled(written, region), extension)


def _with_extension(part: str) -> tuple[str, str]:
    found = EXTENSION.search(part)
    if found is None:
        return part, ""
    rest = part[: found.start()] + part[found.end() :]
    return rest, found.group(1)


def _dialled(written: str, region: str) -> str:
    digits = re.sub(r"\D", "", written)
    if len(set(digits[-7:])) == 1 and len(set(digits)) == 1:
        raise NoPhone("phone.filler")
    if region == "CN" and OF_THE_NATION.fullmatch(digits) and "+" not in written:
        return f"+86{digits}"
    try:
        number = phonenumbers.parse(_international(written), region)
    except phonenumbers.NumberParseException:
        raise NoPhone("phone.none") from None
    if not phonenumbers.is_valid_number(number) or _begins_with_nought(number):
        raise NoPhone("phone.none")
    return str(phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164))


def _begins_with_nought(number: phonenumbers.PhoneNumber) -> bool:
    """010-00000000: behind the area code of China no number begins with 0, which the library lets pass."""
    area = phonenumbers.length_of_geographical_area_code(number) if number.country_code == CHINA else 0
    return area > 0 and phonenumbers.national_significant_number(number)[area] == "0"


def _international(written: str) -> str:
    """00 is + nearly everywhere; +86 (0)10 has a zero too many, which the library knows."""
    return re.sub(r"^\s*00(?=[1-9])", "+", written)


def _brackets_match(written: str) -> bool:
    return written.count("(") == written.count(")")
