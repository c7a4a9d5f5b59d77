"""How does a process ask a service to do something? One class per service, thin HTTP."""
