"""What waits for me, what I sign and how; requests, policies, figures, links in messages."""
