"""Orders: products, stock, orders, shipments and receipts.

Owns: products, the stock of each at each site, orders under effective contracts, shipments, receipts.
States of an order: PLACED (RETURNED) → CONFIRMED → RESERVED → SHIPPED → RECEIVED → COMPLETED; before the end
  also → CANCELLING → CANCELLED.
Hears: ContractEffective, ContractCancelRequested, ContractCancelled, CustomerAdded, CustomerChanged (deals),
  CreditChanged (collections), PersonChanged (approvals).
Tells: ProductChanged, StockCounted; OrderPlaced … OrderCompleted, OrderCancelRequested, OrderCancelled;
  ShipmentSent, ShipmentReceived, ShipmentTakenBack; CallOffsClosed, CallOffsKept.
"""
