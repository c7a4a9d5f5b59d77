"""What is counted and timed? (Prometheus, at `/metrics`)"""

from prometheus_client import Counter, Gauge, Histogram

BUCKETS = (0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.4, 0.8, 2, 5, 10)

REQUESTS = Histogram(
    "countersign_request_seconds", "How long requests took.", ["method", "route", "status"], buckets=BUCKETS
)
CONFLICTS = Counter("countersign_conflicts_total", "Requests done again after a serialization conflict.")

EVENTS_PUBLISHED = Counter("countersign_outbox_told_total", "Events published.")
WAITING = Gauge("countersign_outbox_waiting", "Events not yet published.")
OLDEST = Gauge("countersign_outbox_oldest_seconds", "Age of the oldest event not yet published.")
OUTBOX_DEAD = Gauge("countersign_outbox_dead", "Events given up.")

EVENTS_RECEIVED = Counter("countersign_events_total", "Events by what became of them.", ["durable", "outcome"])
BEHIND = Gauge("countersign_events_behind", "Events still to be read.", ["durable"])
CONSUMER_READY = Gauge("countersign_consumer_ready", "0: the consumer is missing, paused or stands still.", ["durable"])

NATS_REPLACED = Counter("countersign_nats_replaced_total", "Connections to NATS that were given up for a new one.")

STUCK_PROCESSES = Gauge("countersign_processes_stuck", "Processes whose own code fails.")
REJECTED_STEPS = Gauge("countersign_processes_refused", "Steps of processes that a service refuses again and again.")

PART_HANGS = Gauge(
    "countersign_part_hangs_seconds",
    "For how long a part has taken connections without an answer; 0: it answers, or it is not there.",
    ["part"],
)
