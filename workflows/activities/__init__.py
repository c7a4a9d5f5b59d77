"""How does a process call a service? One class per service, thin HTTP."""
