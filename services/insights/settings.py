"""What can be set of the insights service?"""

from chassis.settings import Settings


class InsightsSettings(Settings):
    """Nothing of its own besides what every service has."""
