"""What happened, to whom, and how does business stand?

Owns        nothing that anybody decides by: every event of every service, the index from any business number to its
            record, the state of each record and which record belongs to which; it can all be rebuilt from the outboxes
States      none of its own
Events in   every event of leads, deals, orders, collections and approvals, in any order, once or twice: outbox →
            chassis/events/relay.py → JetStream → subscribers.py
Events out  none
"""
