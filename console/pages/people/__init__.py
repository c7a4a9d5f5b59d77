"""Sign in, people, absences, and how each is notified."""
