"""Who is notified of what happens to orders, goods, receivables, payments and invoices?"""

from messages import hand_over
from messages.collections import (
    advances,
    allowances,
    bank,
    corrections,
    credit,
    exchange,
    invoices,
    payments,
    plans,
    receivables,
    refunds,
    write_offs,
)
from messages.collections.cases import comments, contacts, pauses, promises, repayment_plans
from messages.collections.dunning import dunnings, letters
from messages.collections.grading import grades, requests
from messages.collections.offers import terms
from messages.orders import call_offs, erp, order_changes, order_imports, orders, products, returns, shipments
from services.approvals.domain.notices.occasion import How, Occasion, Who, nobody, told
from services.approvals.domain.notices.sales_occasions import ASKED, CLOCK, DECIDED

OVERDUE = "overdue"  # the kind of to-do
REMIND = "remind_payment"
LEGAL = "take_legal_steps"  # of the level that names legal, with the evidence pack on the page of the receivable
REFUND = "confirm_refund"
CORRECTION = "confirm_correction"
CREDIT = "decide_credit_request"
ADVANCE = "use_advance"
CONTACT = "contact_customer"
MATCH = "match_entries"
FILING = "see_to_filing"
REVERSAL = "reverse_invoice"
ADDRESS = "set_dunning_address"
LETTER = "see_to_letter"
COUNT = "see_to_count"
BY_SHIPMENT = "told shipment by shipment"
BY_PAYMENT = "told with the payment: collections.payment.confirmed"
TO_DO = "whoever has to act is asked by a to-do: approvals.todo.opened"
FIGURE = "a figure for other services"
NO_EVENT = "nothing to do before it is due"

MONEY: tuple[Occasion, ...] = (
    told(orders.OrderPlaced, Who.OWNER),  # where its customer ordered; else the owner did it himself
    nobody(order_imports.OrderImported, "it ended before it came here"),
    nobody(orders.OrderReturned, DECIDED),
    nobody(orders.OrderConfirmed, DECIDED),
    told(orders.OrderReserved, Who.OWNER),  # where it had waited for stock
    nobody(orders.OrderShipped, BY_SHIPMENT),
    nobody(orders.OrderReceived, BY_SHIPMENT),
    told(orders.OrderCompleted, Who.OWNER),
    nobody(orders.OrderCancelRequested, "told when it is done: orders.order.cancelled"),
    told(orders.OrderCancelled, Who.OWNER),
    nobody(orders.OrderGoodsRequested, TO_DO),
    told(orders.OrderGoodsBack, Who.OWNER),
    told(shipments.ShipmentSent, Who.OWNER, record="order"),
    told(shipments.ShipmentReceived, Who.OWNER, record="order"),
    told(shipments.ShipmentReturned, Who.OWNER, record="order"),
    told(shipments.ShipmentPartlyReceived, Who.OWNER, record="order"),
    told(shipments.ShipmentDiffered, Who.OWNER, record="order"),
    told(shipments.DifferenceDecided, Who.OWNER, record="order"),
    told(orders.OrderClosedShort, Who.OWNER),
    nobody(orders.OrderRanked, FIGURE),
    told(erp.OrderProductionReported, Who.OWNER),
    nobody(order_changes.OrderChanged, "told with the change: orders.order_change.applied"),
    nobody(order_changes.OrderChangeRequested, ASKED),
    nobody(order_changes.OrderChangeSentBack, DECIDED),
    nobody(order_changes.OrderChangeRejected, DECIDED),
    told(order_changes.OrderChangeApplied, Who.OWNER),
    told(order_changes.OrderChangeOvertaken, Who.OWNER),
    told(order_changes.OrderChangeWithdrawn, Who.OWNER),
    nobody(returns.ReturnRequested, ASKED),
    nobody(returns.ReturnSentBack, DECIDED),
    nobody(returns.ReturnRejected, DECIDED),
    told(returns.ReturnApproved, Who.OWNER),
    told(returns.ReturnReceived, Who.OWNER),
    told(returns.ReturnWithdrawn, Who.OWNER),
    told(allowances.AllowanceGranted, Who.OWNER, record="order"),
    told(receivables.ReceivableAdded, Who.OWNER, record="order"),
    nobody(call_offs.CallOffsClosed, "told with the contract: deals.contract.cancelled"),
    nobody(call_offs.CallOffsKept, "told with the contract: deals.contract.kept"),
    told(hand_over.OrdersHandedOver, Who.SUCCESSOR, record="person"),
    told(hand_over.DebtsHandedOver, Who.SUCCESSOR, record="person"),
    nobody(products.ProductChanged, FIGURE),
    nobody(products.StockCounted, FIGURE),
    Occasion(
        products.StockCountRefused, (Who.STOCK,), how=How.TODO, within="1 business days", words=f"todo.{COUNT}",
        record="product", recounts=True,
    ),
    nobody(products.StockCountCleared, "who counted did it", closes=(COUNT,)),
    nobody(plans.PaymentPlanMade, NO_EVENT),
    told(plans.PaymentPlanChanged, Who.OWNER, record="contract"),
    nobody(receivables.ReceivableOpened, NO_EVENT),
    nobody(receivables.ReceivableDue, NO_EVENT),
    nobody(receivables.ReceivableBalanceChanged, FIGURE),
    Occasion(
        receivables.ReceivableReminded, (Who.LEVEL,), how=How.LEVEL, within="2 business days", words=f"todo.{REMIND}",
        record="receivable",
    ),
    Occasion(
        receivables.ReceivableOverdue, (Who.LEVEL,), how=How.LEVEL, within="2 business days", words=f"todo.{OVERDUE}",
        record="receivable", closes=(REMIND,),
    ),
    nobody(receivables.ReceivableMeasureChosen, "who chose it did it"),
    nobody(receivables.ReceivablePaid, BY_PAYMENT, closes=(REMIND, OVERDUE, LEGAL, ADVANCE)),
    nobody(
        receivables.ReceivableCancelled, "told with the order: orders.order.cancelled",
        closes=(REMIND, OVERDUE, LEGAL, ADVANCE),
    ),
    told(pauses.DunningPauseStarted, Who.OWNER, record="collection_case"),
    told(pauses.DunningPauseEnded, Who.OWNER, record="collection_case"),
    told(promises.PromiseMade, Who.OWNER, record="collection_case"),
    told(promises.PromiseKept, Who.OWNER, record="collection_case"),
    told(promises.PromiseBroken, Who.OWNER, Who.FINANCE, record="collection_case"),
    nobody(promises.PromiseWithdrawn, "who had written it down did it"),
    nobody(repayment_plans.RepaymentPlanRequested, ASKED),
    nobody(repayment_plans.RepaymentPlanReturned, DECIDED),
    nobody(repayment_plans.RepaymentPlanRejected, DECIDED),
    nobody(repayment_plans.RepaymentPlanApplied, DECIDED),
    told(repayment_plans.RepaymentPlanWithdrawn, Who.OWNER, record="repayment_plan"),
    told(repayment_plans.RepaymentPlanKept, Who.OWNER, record="repayment_plan"),
    told(repayment_plans.RepaymentPlanBroken, Who.OWNER, Who.FINANCE, record="repayment_plan"),
    told(comments.ReceivableCommented, Who.OWNER, Who.NAMED),
    Occasion(
        contacts.ContactDue, (Who.OWNER,), how=How.TODO, within="1 business days", words=f"todo.{CONTACT}",
        record="contact",
    ),
    nobody(contacts.ContactRecorded, "who spoke with him did it", closes=(CONTACT,)),
    nobody(contacts.ContactDropped, BY_PAYMENT, closes=(CONTACT,)),
    nobody(dunnings.DunningPrepared, "a letter to the customer; colleagues are asked: collections.receivable.overdue"),
    nobody(dunnings.ShardDeadlineMoved, CLOCK),
    nobody(letters.ShardLettersQueued, CLOCK),
    Occasion(
        letters.DunningAddressMissing, (Who.FINANCE,), how=How.TODO, within="2 business days",
        words=f"todo.{ADDRESS}", record="dunning", recounts=True,
    ),
    told(letters.DunningLetterSent, Who.OWNER, closes=(ADDRESS, LETTER)),
    Occasion(
        letters.DunningLetterGivenUp, (Who.FINANCE,), how=How.TODO, within="2 business days",
        words=f"todo.{LETTER}", record="dunning", recounts=True,
    ),
    nobody(
        letters.DunningLetterCancelled, "nothing is left of it, or a newer letter says it",
        closes=(ADDRESS, LETTER),
    ),
    told(letters.DunningLetterPosted, Who.OWNER, closes=(ADDRESS, LETTER)),
    nobody(credit.CreditChanged, FIGURE),
    nobody(grades.CreditStandingChanged, FIGURE),
    nobody(terms.TermsOfferChanged, FIGURE),
    told(grades.CreditHeld, Who.OWNER, record="customer"),
    told(grades.CreditReleased, Who.OWNER, record="customer"),
    Occasion(
        requests.CreditRequested, (Who.FINANCE,), how=How.TODO, within="1 business days",
        words=f"todo.{CREDIT}", record="credit_request",
    ),
    told(requests.CreditRequestConfirmed, Who.OWNER, closes=(CREDIT,)),
    told(requests.CreditRequestRejected, Who.OWNER, closes=(CREDIT,)),
    nobody(requests.CreditRequestWithdrawn, "who asked for it did it", closes=(CREDIT,)),
    nobody(payments.PaymentRecorded, TO_DO),
    told(payments.PaymentConfirmed, Who.OWNER, Who.MANAGER, Who.DIRECTORS, Who.FINANCE, once=True),
    told(payments.PaymentRejected, Who.OWNER),
    told(payments.PaymentReleased, Who.OWNER),
    told(payments.PaymentReversed, Who.OWNER),
    told(payments.PaymentVoided, Who.OWNER),
    Occasion(
        advances.AdvanceOffered, (Who.FINANCE,), how=How.TODO, within="2 business days", words=f"todo.{ADVANCE}",
        record="receivable",
    ),
    nobody(advances.AdvanceUsed, BY_PAYMENT, closes=(ADVANCE,)),
    nobody(advances.AdvanceWithdrawn, "finance did it itself", closes=(ADVANCE,)),
    nobody(advances.AdvancePolicySet, FIGURE),
    nobody(exchange.ExchangeRateSet, FIGURE),
    nobody(exchange.BooksCurrencySet, FIGURE),
    told(payments.PaymentMoved, Who.OWNER),
    Occasion(
        corrections.CorrectionRequested, (Who.FINANCE,), how=How.TODO, within="1 business days",
        words=f"todo.{CORRECTION}", record="correction",
    ),
    nobody(corrections.CorrectionConfirmed, "told with the payment: voided, or moved", closes=(CORRECTION,)),
    told(corrections.CorrectionRejected, Who.OWNER, closes=(CORRECTION,)),
    nobody(corrections.CorrectionWithdrawn, "who asked for it did it", closes=(CORRECTION,)),
    Occasion(
        refunds.RefundRequested, (Who.FINANCE,), how=How.TODO, within="2 business days", words=f"todo.{REFUND}",
        record="refund",
    ),
    told(refunds.RefundConfirmed, Who.OWNER, closes=(REFUND,)),
    told(refunds.RefundRejected, Who.OWNER, closes=(REFUND,)),
    nobody(refunds.RefundWithdrawn, "who asked for it did it", closes=(REFUND,)),
    Occasion(
        bank.BankStatementLeftOpen, (Who.FINANCE,), how=How.TODO, within="2 business days", words=f"todo.{MATCH}",
        record="bank_statement", recounts=True,
    ),
    nobody(bank.BankStatementCleared, "finance did it itself", closes=(MATCH,)),
    nobody(write_offs.WriteOffRequested, ASKED),
    nobody(write_offs.WriteOffReturned, DECIDED),
    nobody(write_offs.WriteOffRejected, DECIDED),
    nobody(write_offs.WriteOffWithdrawn, "who asked for it did it, or its receivable was settled"),
    nobody(write_offs.WriteOffApplied, "told with the payment that it follows, or with the decision of its approvers"),
    told(write_offs.WriteOffTakenBack, Who.OWNER, record="receivable"),
    nobody(write_offs.ToleranceSet, FIGURE),
    nobody(invoices.InvoiceRequested, TO_DO),
    nobody(invoices.InvoiceFiled, "finance did it itself", closes=(FILING,)),
    Occasion(
        invoices.InvoiceFilingFailed, (Who.FINANCE,), how=How.TODO, within="1 business days", words=f"todo.{FILING}",
        record="invoice", recounts=True,
    ),
    nobody(invoices.InvoiceMailRequested, "who asked for it did it"),
    told(invoices.InvoiceMailGivenUp, Who.OWNER),
    told(invoices.InvoiceIssued, Who.OWNER, closes=(FILING,)),
    told(invoices.InvoiceRejected, Who.OWNER, closes=(FILING,)),
    told(invoices.InvoiceCancelled, Who.OWNER, closes=(FILING, REVERSAL)),
    told(invoices.InvoiceReduced, Who.OWNER),
    Occasion(
        invoices.InvoiceReversalDue, (Who.FINANCE,), how=How.TODO, within="5 business days", words=f"todo.{REVERSAL}",
        record="invoice",
    ),
)  # fmt: skip
