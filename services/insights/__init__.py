"""What happened, to whom, and how does business stand?

Owns: nothing that anybody decides by. Keeps every fact of every service, the index from any business number to its
record, what stands of each record, and which record belongs to which. All of it can be rebuilt from the outboxes.
Tells: nothing. Hears: everything (leads, deals, orders, collections, approvals), in any order, twice or not.
"""
