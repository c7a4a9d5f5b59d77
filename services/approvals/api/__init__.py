"""How is the approvals service asked? One file per noun."""
