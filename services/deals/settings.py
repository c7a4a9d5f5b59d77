"""What can be set of the deals service?"""

from chassis.base.settings import Settings


class DealsSettings(Settings):
    """Nothing of its own yet: stages, protections and policies are data."""
