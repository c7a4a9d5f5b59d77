"""A payment provider of our own: takes payments, tells of them over HTTP, and gives its bill as the real ones do."""

import json
from datetime import UTC, datetime

import httpx
from standardwebhooks.webhooks import Webhook

BEIJING_HOURS = 8


class SimulatedProvider:
    """Its notices go to an address on loopback, signed with the secret that both know (Standard Webhooks 1.1)."""

    def __init__(self, address: str, secret: str) -> None:
        self.address, self.secret = address, secret
        self.paid_at = "2026-03-01T02:00:00Z"
        self.transactions: list[tuple[str, str, str, str]] = []  # id, order, amount, 收入 or 支出

    def paid(self, order: str, amount: str, *, refund: bool = False) -> str:
        """Somebody has paid with his phone; or got it back. The number of the transaction."""
        id = f"20260301{len(self.transactions) + 1:012d}"
        self.transactions.append((id, order, amount, "支出" if refund else "收入"))
        return id

    def notice(self, id: str, *, amount: str | None = None) -> bytes:
        _, order, paid, side = next(one for one in self.transactions if one[0] == id)
        said = {
            "type": "payment.refunded" if side == "支出" else "payment.succeeded",
            "transaction_id": id,
            "order_number": order,
            "amount": {"amount": amount or paid, "currency": "CNY"},
            "paid_at": self.paid_at,
            "payer": "示例科技",
        }
        return json.dumps(said, ensure_ascii=False).encode()

    async def tell(
        self, id: str, *, amount: str | None = None, secret: str | None = None, at: datetime | None = None
    ) -> httpx.Response:
        body = self.notice(id, amount=amount)
        return await self.send(body, self.signed(body, id=f"msg_{id}", secret=secret, at=at))

    def signed(self, body: bytes, *, id: str, secret: str | None = None, at: datetime | None = None) -> dict[str, str]:
        moment = at or datetime.now(UTC)
        signature = Webhook(secret or self.secret).sign(msg_id=id, timestamp=moment, data=body.decode())
        return {
            "webhook-id": id,
            "webhook-timestamp": str(int(moment.timestamp())),
            "webhook-signature": signature,
            "content-type": "application/json",
        }

    async def send(self, body: bytes, headers: dict[str, str]) -> httpx.Response:
        async with httpx.AsyncClient() as client:
            return await client.post(self.address, content=body, headers=headers)

    def bill(self, **but: str) -> bytes:
        """`but`: transactions that the bill has with another amount. GB18030, preamble, tabs, a nameless column."""
        came = [one for one in self.transactions if one[3] == "收入"]
        lines = [
            "-----支付账单明细-----",
            "账号：[shop@example.com]",
            "",
            "交易号 ,商家订单号 ,付款时间 ,交易对方 ,金额（元） ,收/支 ,交易状态 ,",
        ]
        for id, order, amount, side in self.transactions:
            billed = but.get(f"t{id}", amount)
            lines.append(f"{id}\t,{order}\t,2026-03-01 10:00:00,示例科技,{billed},{side},交易成功,")
        return "\r\n".join([*lines, "-" * 20, f"共{len(came)}笔"]).encode("gb18030")
