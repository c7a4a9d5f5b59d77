"""What was ordered, under a contract or without one, at which price; where are its goods, and what is in stock?

Owns        products · the stock of each at each stock location · orders, under effective contracts or without one,
            with their prices, discounts, charges and tax, and changes of them after their approval · shipments
            and their receipts, with what was short or damaged · goods that customers send back
            the portal in which a customer orders for himself: the same orders, seen by him (use_cases/portal)
States      order PLACED ⇄ RETURNED, → CONFIRMED → RESERVED → SHIPPED → RECEIVED → COMPLETED;
            before the end → CANCELLING → CANCELLED
            shipment SENT → RECEIVED, → RETURNED to stock when its order is cancelled
            return REQUESTED ⇄ RETURNED, → APPROVED → RECEIVED; → REJECTED | WITHDRAWN
            change of an order REQUESTED ⇄ RETURNED, → APPLIED | REJECTED | WITHDRAWN
            partly shipped, received, returned: read from the quantities (domain/quantities.py), never set
Events in   deals.contract.{effective,cancel_requested,cancelled}
            deals.customer.{added,changed,handed_over,merged,unmerged}
            collections.credit.changed · collections.credit_standing.changed ·
            collections.terms_offer.changed · collections.credit_request.confirmed
            collections.payment_plan.made
            approvals.person.changed · approvals.handover.ordered
Events out  orders.order.{placed,imported,returned,confirmed,reserved,shipped,received,completed,cancelled}
            orders.order.{goods_requested,goods_back,cancel_requested,closed_short,changed,ranked}
            orders.order.production_reported
            orders.order_change.{requested,sent_back,overtaken,applied,rejected,withdrawn}
            orders.return.{requested,sent_back,approved,rejected,withdrawn,received}
            orders.shipment.{sent,received,partly_received,differed,difference_decided,returned}
            orders.product.{changed,counted,count_refused,count_cleared}
            orders.calloffs.{closed,kept} · orders.handover.done

An ERP counts, makes and ships, too: use_cases/erp, docs/decisions/0024-erp.md.
An order over the credit limit, or of a customer on hold, asks finance, too (policy `order`); shipping it is refused
unless somebody has released it: use_cases/steps/credit.py.
Goods that left: an order is cancelled once a shipper confirmed them back (ORD-50, domain/lifecycle.py); its process
then calls use_cases/shipments/return_to_stock.py.
Locks, always in this order: allocation (advisory), order, contract, stock by product id, number series.
"""
