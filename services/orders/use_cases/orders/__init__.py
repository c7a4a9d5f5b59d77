"""What can be done with orders?"""

from services.orders.use_cases.orders.answer_contract_cancellation import answer_contract_cancellation
from services.orders.use_cases.orders.cancel_order import cancel_order
from services.orders.use_cases.orders.close_order_short import close_order_short
from services.orders.use_cases.orders.complete_order import complete_order
from services.orders.use_cases.orders.confirm_and_reserve import confirm_and_reserve
from services.orders.use_cases.orders.confirm_goods_back import confirm_goods_back
from services.orders.use_cases.orders.confirm_order import confirm_order
from services.orders.use_cases.orders.count_orders import count_orders
from services.orders.use_cases.orders.finish_cancellation import finish_cancellation
from services.orders.use_cases.orders.list_line_stock import list_line_stock
from services.orders.use_cases.orders.list_orders import list_orders
from services.orders.use_cases.orders.list_production import list_production
from services.orders.use_cases.orders.place_order import place_order, write_order
from services.orders.use_cases.orders.rank_order import rank_order
from services.orders.use_cases.orders.release_stock import release_stock
from services.orders.use_cases.orders.request_goods import request_goods
from services.orders.use_cases.orders.reserve_order import reserve_order
from services.orders.use_cases.orders.resubmit_order import resubmit_order
from services.orders.use_cases.orders.return_order import return_order
from services.orders.use_cases.orders.show_approval_subject import show_approval_subject
from services.orders.use_cases.orders.show_order import show_order
from services.orders.use_cases.orders.snapshot_order import snapshot_order
from services.orders.use_cases.orders.sum_credit_stops import sum_credit_stops

__all__ = [
    "answer_contract_cancellation",
    "cancel_order",
    "close_order_short",
    "complete_order",
    "confirm_and_reserve",
    "confirm_goods_back",
    "confirm_order",
    "count_orders",
    "finish_cancellation",
    "list_line_stock",
    "list_orders",
    "list_production",
    "place_order",
    "rank_order",
    "release_stock",
    "request_goods",
    "reserve_order",
    "resubmit_order",
    "return_order",
    "show_approval_subject",
    "show_order",
    "snapshot_order",
    "sum_credit_stops",
    "write_order",
]
