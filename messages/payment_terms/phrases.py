"""Of which phrases are payment terms written? (a closed list, Chinese and English; the first that fits counts)"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import Enum, auto

from messages.deals.terms import EarlyDiscount, InstalmentTrigger, StepKind, TermStep


class Said(Enum):
    SHARE = auto()
    REST = auto()
    TRIGGER = auto()
    STEPS = auto()
    DAY = auto()
    DISCOUNT = auto()
    TIMES = auto()
    AT_ONCE = auto()
    THEN = auto()
    WORKING_DAYS = auto()
    NOTHING = auto()  # a word that changes nothing


@dataclass(frozen=True)
class Phrase:
    says: Said
    pattern: re.Pattern[str]
    value: Callable[[Sequence[str]], object]


def _phrase(says: Said, pattern: str, value: Callable[[Sequence[str]], object] = lambda _: None) -> Phrase:
    """A word of letters or a number is never the part of a longer one."""
    return Phrase(says, re.compile(rf"(?:(?<![a-z])(?=[a-z])|(?<!\d)(?=\d)|(?=[^a-z\d])){pattern}(?![a-z])"), value)


def _steps(*kinds: StepKind) -> Callable[[Sequence[str]], tuple[TermStep, ...]]:
    """Each with the number that was written, the month's end with none: this month."""

    def made(numbers: Sequence[str]) -> tuple[TermStep, ...]:
        number = int(numbers[0])
        return tuple(TermStep(kind=kind, number=number if len(kinds) == 1 or kind is not END else 0) for kind in kinds)

    return made


def _day(parts: Sequence[str]) -> date:
    return date(int(parts[0]), int(parts[1]), int(parts[2]))


def _off(parts: Sequence[str]) -> EarlyDiscount:
    return EarlyDiscount(percent=Decimal(parts[0]), days=int(parts[1]))


def _off_turned(parts: Sequence[str]) -> EarlyDiscount:
    return _off((parts[1], parts[0]))


def _number(parts: Sequence[str]) -> int:
    return int(parts[0])


def _share(parts: Sequence[str]) -> Decimal:
    return Decimal(parts[0])


def _start(trigger: InstalmentTrigger, pattern: str) -> Phrase:
    return _phrase(Said.TRIGGER, f"(?:{pattern})", lambda _: trigger)


END = StepKind.MONTH_END
N = r"(\d{1,4})(?!\d)\s*"
P = r"(\d{1,3}(?:\.\d{1,2})?)\s*"
DAYS = r"(?:calendar\s+days?|days?|个?自然日|天|日)"
MONTH_END = r"(?:month[\s-]?end|(?:the\s+)?end\s+of\s+(?:the\s+)?month|eom|月底|月末)"
THE_DAY = rf"(?:on\s+)?(?:the\s+|day\s+)?{N}(?:st|nd|rd|th)?\s*of\s+"
EACH_MONTH = r"(?:the|each|every)\s+month"
NEXT_MONTH = r"(?:the\s+)?(?:next|following)\s+month"
GOES = r"(?:after|on|upon|from|with)\s+(?:the\s+)?"
ZH_GOES = r"(?:之?后|日|时)?"
FILL = (
    r"(?:net|due|payable|payments?|pay|paid|within|in|by|the|after|later|付款|支付|付清|付|以内|之内|内|之?后|的|账期"
    r"|[,:、]+)"
)
EFFECTIVE = (
    rf"{GOES}(?:contract(?:\s+is\s+effective)?|effective\s+date|signing|signature)"
    r"|in\s+advance|advance\s+payment|prepayment|prepaid|deposit|down\s+payment"
    rf"|(?:合同生效|合同签订|签约|签订){ZH_GOES}|预付款?|定金|首付款?"
)
RECEIPT = (
    rf"{GOES}(?:receipt|delivery)(?:\s+of\s+(?:the\s+)?goods)?|cash\s+on\s+delivery|cod|(?:收货|到货|货到){ZH_GOES}"
)

PHRASES: tuple[Phrase, ...] = (
    _phrase(Said.WORKING_DAYS, rf"{N}(?:working\s+days?|business\s+days?|个?工作日)"),
    _phrase(Said.DISCOUNT, rf"{P}%\s*(?:off|discount)\s*(?:if\s+paid\s+)?(?:within|in)\s+{N}{DAYS}", _off),
    _phrase(Said.DISCOUNT, rf"{N}[天日]之?内付(?:款|清)?,?\s*(?:减|优惠|折扣)\s*{P}%", _off_turned),
    _phrase(Said.DISCOUNT, rf"{P}/\s*{N}(?:{DAYS})?", _off),
    _phrase(Said.REST, r"(?:(?:the\s+)?(?:rest|balance|remainder)|余款|尾款|其余|剩余)"),
    _phrase(Said.SHARE, rf"{P}(?:%|percent|per\s+cent)", _share),
    _phrase(Said.DAY, r"(?:on\s+|by\s+|于\s*)?(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})(?!\d)日?", _day),
    _phrase(Said.TIMES, rf"(?:in\s+)?{N}(?:equal\s+)?monthly\s+(?:instal+ments?|payments?)", _number),
    _phrase(Said.TIMES, rf"分\s*{N}(?:期|个月)(?:按月)?", _number),
    _start(InstalmentTrigger.EFFECTIVE, EFFECTIVE),
    _start(InstalmentTrigger.ORDER, rf"{GOES}order(?:\s+is\s+confirmed|\s+confirmation)?|(?:订单确认|下单){ZH_GOES}"),
    _start(InstalmentTrigger.SHIPMENT, rf"{GOES}(?:shipment|shipping|dispatch)|(?:发货|出货){ZH_GOES}"),
    _start(InstalmentTrigger.RECEIPT, RECEIPT),
    _phrase(Said.STEPS, rf"月结\s*{N}个月", _steps(END)),
    _phrase(Said.STEPS, rf"月结\s*{N}(?:{DAYS})?", _steps(END, StepKind.DAYS)),
    _phrase(Said.STEPS, rf"(?:net\s+)?{N}{DAYS}\s+after\s+{MONTH_END}", _steps(END, StepKind.DAYS)),
    _phrase(Said.STEPS, rf"{MONTH_END}之?后\s*{N}{DAYS}", _steps(END, StepKind.DAYS)),
    _phrase(Said.STEPS, rf"{N}months?\s+after\s+{MONTH_END}", _steps(END)),
    _phrase(Said.STEPS, rf"{MONTH_END}之?后\s*{N}个月", _steps(END)),
    _phrase(Said.STEPS, rf"{MONTH_END}\s+after\s+{N}{DAYS}", _steps(StepKind.DAYS, END)),
    _phrase(Said.STEPS, rf"{N}{DAYS}之?后的?(?:当月)?{MONTH_END}", _steps(StepKind.DAYS, END)),
    _phrase(Said.STEPS, rf"(?:(?:the\s+)?end\s+of\s+{NEXT_MONTH}|[次下]月[底末])", lambda _: _steps(END)("1")),
    _phrase(Said.STEPS, rf"(?:月结|{MONTH_END})", lambda _: _steps(END)("0")),
    _phrase(Said.STEPS, rf"{THE_DAY}{NEXT_MONTH}", _steps(StepKind.NEXT_MONTH_DAY)),
    _phrase(Said.STEPS, rf"[次下]月\s*{N}[日号]", _steps(StepKind.NEXT_MONTH_DAY)),
    _phrase(Said.STEPS, rf"{THE_DAY}{EACH_MONTH}", _steps(StepKind.MONTH_DAY)),
    _phrase(Said.STEPS, rf"每月\s*{N}[日号]", _steps(StepKind.MONTH_DAY)),
    _phrase(Said.STEPS, rf"{N}(?:months?|个月)", _steps(StepKind.MONTHS)),
    _phrase(Said.STEPS, rf"{N}{DAYS}", _steps(StepKind.DAYS)),
    _phrase(Said.STEPS, rf"net\s*{N}", _steps(StepKind.DAYS)),
    _phrase(Said.STEPS, rf"n/\s*{N}(?:{DAYS})?", _steps(StepKind.DAYS)),
    _phrase(Said.STEPS, rf"{N}(?=\+)", _steps(StepKind.DAYS)),
    _phrase(Said.STEPS, rf"(?:(?<=\+)|(?<=\+ )){N}", _steps(StepKind.DAYS)),
    _phrase(Said.AT_ONCE, r"(?:at\s+once|immediately|当日|当天|即付)"),
    _phrase(Said.THEN, r"(?:,?\s*(?:then|plus|and\s+then|然后|再)|\+|加)"),
    _phrase(Said.NOTHING, FILL),
)
