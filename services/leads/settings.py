"""What can be set of the leads service?"""

from chassis.settings import Settings

PHONE_REGION = "CN"  # the country of a phone that names none


class LeadsSettings(Settings):
    """Nothing of its own yet besides what every service has."""
