"""Which company is measured?"""

from deploy.cast.company import set_up, wait_until_known
from deploy.cast.player import Cast
from deploy.sample import goods
from deploy.sample.people import PEOPLE
from messages.leads.pools import DefinePool, PoolView

SOURCE = "bench"
POOL = DefinePool(
    code="BENCH",
    name="Benchmark",
    legal_entity_id=goods.ENTITY,
    unit="cs",
    sources=[SOURCE],
    holding_limit=10_000,
)

# Three fixed signers, all of them, in parallel; with a clock, as every real policy has one.
POLICY = """
policy: bench
name: {zh: 基准, en: Benchmark}
facts:
  amount: money
route:
  - step: sign
    name: {zh: 会签, en: Sign}
    signers: {group: [wang.manager, sun.legal, qian.finance]}
    mode: all
    within: 2 business days
    remind: 1 business day
    on_timeout: escalate
"""


async def set_up_company(cast: Cast) -> None:
    """The sample company without its history, the benchmark's policy and a pool of its own."""
    await set_up(goods.company(), cast.setup)
    await cast.setup.post("approvals", "/policies", {"yaml": POLICY}, object)
    await cast.setup.post("leads", "/pools", POOL, PoolView)
    await wait_until_known(cast.setup, [person.login for person in PEOPLE])
