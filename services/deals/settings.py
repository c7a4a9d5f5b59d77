"""What can be set of the deals service?"""

from chassis.settings import Settings


class DealsSettings(Settings):
    """Nothing of its own yet: stages, protections and policies are data."""
