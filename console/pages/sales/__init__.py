"""From the lead to the contract: leads, customers, opportunities, registrations, contracts."""
