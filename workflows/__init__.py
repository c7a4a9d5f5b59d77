"""What happens next: one Temporal workflow per business process, and all timers. It knows no table and no SQL."""
