"""Which words of a company's name say only its legal form?"""

import re

# Of a plain name: 簡 for 繁, ㈱ as (株), ㈜ as (주). The longest first, so that 有限公司 does not leave 有限 behind.
# 集团, 科技, 控股 and the like are no legal forms: a group and its company are two.
WIDE = sorted(
    (
        "股份有限责任公司", "股份有限公司", "有限责任公司", "责任有限公司", "有限公司", "股份公司", "总公司", "公司",
        "无限公司", "两合公司", "有限合伙企业", "普通合伙企业", "特殊普通合伙", "有限合伙", "普通合伙",
        "株式会社", "有限会社", "合同会社", "合资会社", "合名会社",
        "주식회사", "유한회사", "유한책임회사", "합자회사", "합명회사",
    ),
    key=len,
    reverse=True,
)  # fmt: skip
SHORT = re.compile(r"[(\[](?:株|有|同|资|名|주|유|합|筹)[)\]]")  # ㈱ and its like stand in brackets; 筹: being founded
LATIN = frozenset({
    "ab", "ag", "aps", "as", "asa", "bhd", "bv", "bvba", "co", "company", "corp", "corporation", "doo", "eg", "ev",
    "gbr", "gesmbh", "gk", "gmbh", "inc", "incorporated", "jsc", "kft", "kg", "kgaa", "kk", "lda", "limited", "llc",
    "llp", "lp", "ltd", "ltda", "mbh", "nv", "ohg", "ooo", "ou", "oy", "oyj", "plc", "private", "pte", "pty", "pvt",
    "sa", "sarl", "sas", "sasu", "sdn", "se", "sl", "spa", "spzoo", "sadecv", "srl", "sro", "ug", "yk", "zrt", "zao",
    "oao", "pao", "ооо", "оао", "зао", "пао", "ао", "ип", "тов", "тоо", "sti", "tbk",
    "aktiebolag", "aktiengesellschaft",
})  # fmt: skip
IN_FRONT = frozenset(
    {"tnhh", "ooo", "oao", "pao", "zao", "ооо", "оао", "пао", "зао", "ао", "тов", "тоо", "pt", "cv", "the"}
)
DOTTED = re.compile(r"(?<![^\W_])(?:[^\W\d_]\s?[./]\s?){1,5}[^\W\d_](?![^\W_])\.?")  # b.v., l. l. c., s.p.a., s/a
SEVERAL_WORDS = (
    ("spzoo", re.compile(r"(?<![^\W_])sp\.?\s*z\s*o\.?\s*o\b\.?")),
    ("ооо", re.compile(r"общество\s+с\s+ограниченной\s+ответственностью")),
    ("пао", re.compile(r"публичное\s+акционерное\s+общество")),
    ("ао", re.compile(r"(?:закрытое\s+|открытое\s+)?акционерное\s+общество")),
    (
        "tnhh",
        re.compile(r"^cong\s+ty\s+(?:tnhh|trach\s+nhiem\s+huu\s+han|co\s+phan|cp)(?:\s+mtv|\s+mot\s+thanh\s+vien)?\b"),
    ),
    ("sadecv", re.compile(r"(?<![^\W_])s\.?\s*a\.?\s*de\s*c\.?\s*v\b\.?")),
)
BETWEEN = frozenset({"and", "und", "et"})


# บริษัท … จำกัด (มหาชน), as NFKC writes it
THAI = re.compile(r"^\s*(?:บริษัท|ห้างหุ้นส่วน)|จํากัด\s*(?:\(มหาชน\))?\s*$")


def without_form(name: str) -> str:
    """A plain name without its legal form, at either end; one that is nothing else stays as it is."""
    short = THAI.sub(" ", SHORT.sub(" ", name))
    now = _joined(short if _has_letters(short) else name)
    while (less := _without_one(now)) != now:
        now = less
    return now


def _joined(name: str) -> str:
    """B.V. is BV: the dots of a form go before the words are told apart."""
    for form, pattern in SEVERAL_WORDS:
        name = pattern.sub(f" {form} ", name)
    return DOTTED.sub(lambda found: re.sub(r"[\s./]", "", found.group()) + " ", name.replace("&", " and "))


def _without_one(name: str) -> str:
    name = name.strip(" ,.;:-_/'\"")
    for less in (_wide(name), _latin(name)):
        if less != name and _has_letters(less):
            return less
    return name


def _wide(name: str) -> str:
    bare = re.sub(r"\W+$", "", name)
    for form in WIDE:
        if form not in name:
            continue
        if bare.endswith(form):
            return re.sub(r"[\s(\[]+$", "", bare.removesuffix(form))
        if name.startswith(form) and form != "公司":
            return name.removeprefix(form)
        if re.search(rf"[(\[]{form}[)\]]$", name):
            return re.sub(rf"[(\[]{form}[)\]]$", "", name)
    return name


def _latin(name: str) -> str:
    last = re.search(r"[(\[]?([^\W_]+)[)\]]?\W*$", name)
    if last and (last.group(1) in LATIN or last.group(1) in BETWEEN) and _stands_alone(name, last.start(1)):
        return name[: last.start()]
    first = re.match(r"\W*([^\W_]+)", name)
    if first and first.group(1) in IN_FRONT and first.end() < len(name):
        return name[first.end() :]
    return name


def _stands_alone(name: str, at: int) -> bool:
    return at == 0 or not name[at - 1].isalnum()


def _has_letters(name: str) -> bool:
    return any(char.isalnum() for char in name)
