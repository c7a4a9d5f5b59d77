"""Whose is this lead, and until when?

Owns: public pools and their rules, leads, duplicates, ownership over time, follow-ups, the follow-up clocks.
States: POOLED → OWNED → CONVERTED | DROPPED, back to POOLED by hand or by the clock; DUPLICATE from the start.
Tells: leads.lead.{captured,duplicate_found,claimed,assigned,followed_up}.v1,
       leads.lead.{warned,reclaimed,released,converted,dropped}.v1, leads.pool.{defined,deadline_moved}.v1
Hears: approvals.person.changed.v1, approvals.legal_entity.changed.v1, approvals.calendar.changed.v1,
       deals.customer.{added,changed}.v1
"""
