"""What do banks and payment providers call the columns of their tables?"""

import re
from dataclasses import dataclass

from messages.matching.characters import plain

UNIT = re.compile(r"\([+-]?(?:元|人民币|单位:?元|cny|rmb|¥|eur|€|usd|\$|美元|港元|hkd|jpy|gbp)[+-]?\)")
BETWEEN = re.compile(r"[\s_:.*#`'\"]+")

# Of each role the words that say it best come first.
BOOKED = (
    "记账日期 入账日期 记帐日期 入帐日期 记账日 入账日 记账时间 入账时间 过账日期 bookingdate postingdate "
    "postdate bookedon buchungstag buchungsdatum 付款时间 支付时间 支付完成时间 交易日期 交易日 交易时间 "
    "发生日期 发生时间 日期 时间 transactiondate transactiontime date datum 交易创建时间 创建时间"
)
VALUE = "起息日 起息日期 valuedate valuta valutadatum wertstellung wert wertstellungsdatum"
AMOUNT = (
    "记账金额 入账金额 交易金额 发生额 交易额 收支金额 金额 amount transactionamount amounteur amountusd betrag "
    "umsatz betrageur betragineur"
    " umsatzineur"
)
MONEY_IN = (
    "记账金额(收入) 交易金额(收入) 收入金额 收入 贷方发生额 贷方金额 贷方 贷方发生额(收入) 收入(贷) 存入金额 "
    "存入 转入金额 转入 应结订单金额 credit creditamount paidin moneyin deposit deposits haben gutschrift "
    "cramount"
)
MONEY_OUT = (
    "记账金额(支出) 交易金额(支出) 支出金额 支出 借方发生额 借方金额 借方 借方发生额(支出) 支出(借) 支取金额 "
    "支取 转出金额 转出 退款金额 debit debitamount paidout moneyout withdrawal withdrawals soll lastschrift "
    "dramount"
)
DIRECTION = (
    "借贷标志 借贷标记 借贷方向 借贷 收/支 收支 收支类型 收支方向 收付标志 收付 收付方向 交易方向 资金方向 "
    "资金流向 dr/cr cr/dr d/c c/d drcr crdr debit/credit credit/debit debitorcredit soll/haben s/h"
)
BALANCE = "余额 账户余额 帐户余额 可用余额 交易后余额 当前余额 balance runningbalance accountbalance saldo kontostand"
COUNTERPARTY = (
    "对方户名 对方名称 对方账户名称 对方帐户名称 对方账户名 对方单位名称 对方单位 对方 交易对方 收/付方名称 "
    "收付方名称 交易对手 交易对手名称 付款人名称 付款人 付款方名称 付款方 counterparty counterpartyname payer "
    "payername payee name beneficiary auftraggeber auftraggeber/empfänger beguenstigter/zahlungspflichtiger "
    "begünstigter/zahlungspflichtiger zahlungsbeteiligter namezahlungsbeteiligter"
    " auftraggeber/zahlungsempfänger auftraggeber/beguenstigter auftraggeber/begünstigter empfänger zahlungsempfänger"
)
COUNTERPARTY_ACCOUNT = (
    "对方账户 对方账号 对方帐号 对方卡号 收/付方账号 收付方账号 交易对手账号 付款人账号 counterpartyaccount "
    "payeraccount accountofcounterparty counterpartyiban iban kontonummer/iban ibanzahlungsbeteiligter"
)
REFERENCE = (
    "交易流水号 银行流水号 核心流水号 账务流水号 流水号 交易号 支付宝交易号 支付宝流水号 微信订单号 "
    "微信支付单号 交易单号 交易订单号 交易序号 凭证号 transactionid transactionreference transactionref "
    "bankreference referencenumber referenceno refno reference referenz ref"
    " 业务流水号 商户流水号 终端流水号"
)
TEXTS = (
    "摘要 附言 交易附言 客户附言 用途 交易用途 备注 商品名称 商品说明 商品 交易摘要 摘要说明 商家订单号 "
    "商户单号 商户订单号 text description details transactiondetails purpose memo narrative particulars "
    "verwendungszweck buchungstext reference customerreference paymentreference remittanceinformation message "
    "业务凭证号"
)
CURRENCY = "记账币种 币种 交易币种 货币 货币种类 币别 currency ccy währung waehrung"
STATUS = "交易状态 当前状态 状态 status transactionstatus"

CURRENCIES = {
    word: code
    for code, words in {
        "CNY": "人民币 人民币元 cny rmb 元 cnh",
        "USD": "美元 usd",
        "EUR": "欧元 eur €",
        "HKD": "港币 港元 hkd",
        "JPY": "日元 日圆 jpy",
        "GBP": "英镑 gbp",
        "TWD": "新台币 twd",
        "SGD": "新加坡元 sgd",
        "KRW": "韩元 krw",
        "AUD": "澳元 aud",
        "CAD": "加元 cad",
        "CHF": "瑞士法郎 chf",
    }.items()
    for word in words.split()
}
IN = "cr c 贷 贷方 贷记 收入 收 入 收款 转入 来账 进账 入账 credit crdt h haben + in"
OUT = "dr d 借 借方 借记 支出 支 出 付款 付 转出 往账 出账 debit dbit s soll - out"
IN_WORDS, OUT_WORDS = frozenset(IN.split()), frozenset(OUT.split())
NEITHER = frozenset(["不计收支", "/", "其他", "其它", "中性交易", "不计入收支"])
CLOSED = re.compile(
    r"关闭|失败|待付款|等待|未支付|已撤销|已取消|处理中|closed|fail|pending|cancell?ed|declined|notpay|payerror"
    r"|userpaying|revoked"
)
# A row that begins with one of these is a sum or a note of the bank, never an entry.
TOTALS = re.compile(r"^#?(?:合计|总计|合计金额|total|totals|grandtotal|summe|gesamt)(?:金额|:.*|笔.*)?$")
NOTES = re.compile(
    r"^#?(?:小计|本页|总交易|总笔数|导出|打印|下载|制表|说明|注:|备注:|提示|共\d+|第\d+页|subtotal|page|printed|generated|"
    r"opening|closing|期初|期末|承前|上期余额|本期余额|anfangs|end|schluss|balancebrought|balancecarried)"
)


@dataclass(frozen=True)
class Columns:
    """Where in a row each part of an entry stands; `names` as the file calls them."""

    names: tuple[str, ...]
    booked: tuple[int, ...]
    value: int | None = None
    amount: int | None = None
    money_in: int | None = None
    money_out: int | None = None
    direction: int | None = None
    balance: int | None = None
    counterparty: int | None = None
    counterparty_account: int | None = None
    reference: int | None = None
    texts: tuple[int, ...] = ()
    currency: int | None = None
    status: int | None = None

    @property
    def amounts(self) -> tuple[int, ...]:
        return tuple(at for at in (self.money_in, self.money_out, self.amount) if at is not None)

    @property
    def fit(self) -> int:
        """How many columns are known."""
        single = (self.value, self.direction, self.balance, self.counterparty, self.reference, self.currency)
        return len(self.booked) + len(self.amounts) + len(self.texts) + sum(at is not None for at in single)


def word_of(cell: str) -> str:
    """A column's name, or a word of a cell, as it is compared."""
    return UNIT.sub("", BETWEEN.sub("", plain(cell)))


def columns_of(cells: list[str]) -> Columns | None:
    """None where the row does not name a day and an amount."""
    words = [word_of(cell) for cell in cells]
    booked = _places(words, BOOKED)
    two = (_place(words, MONEY_IN), _place(words, MONEY_OUT))
    amount = None if None not in two else _place(words, AMOUNT)
    money_in, money_out = two if None not in two else (None, None)
    if not booked or (amount is None and money_in is None):
        return None
    return Columns(
        names=tuple(" ".join(cell.split()) for cell in cells),
        booked=booked,
        value=_place(words, VALUE),
        amount=amount,
        money_in=money_in,
        money_out=money_out,
        direction=_place(words, DIRECTION),
        balance=_place(words, BALANCE),
        counterparty=_place(words, COUNTERPARTY),
        counterparty_account=_place(words, COUNTERPARTY_ACCOUNT),
        reference=_place(words, REFERENCE),
        texts=_places(words, TEXTS),
        currency=_place(words, CURRENCY),
        status=_place(words, STATUS),
    )


def currency_named(word: str) -> str:
    """ISO 4217 of a word for a currency; empty where it is none."""
    return CURRENCIES.get(word_of(word) or "", "")


def currency_of_header(cells: tuple[str, ...]) -> str:
    """金额（元） says it."""
    units = (found.group() for cell in cells for found in UNIT.finditer(plain(cell)))
    return next((code for unit in units if (code := currency_named(unit.strip("()+-")))), "")


def is_money_in(word: str) -> bool | None:
    """By the words for debit and credit; None where it is neither. Raises ValueError for a word that is not known."""
    text = plain(word).strip()
    if text in NEITHER:
        return None
    parts = {text, *re.split(r"[\s/|,;:()-]+", text)} - {""}
    came, went = bool(parts & IN_WORDS), bool(parts & OUT_WORDS)
    if came == went:
        raise ValueError(word)
    return came


def _place(words: list[str], of: str) -> int | None:
    return next((words.index(word) for word in of.split() if word in words), None)


def _places(words: list[str], of: str) -> tuple[int, ...]:
    return tuple(words.index(word) for word in of.split() if word in words)
