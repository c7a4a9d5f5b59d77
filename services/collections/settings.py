"""What can be set for collections from outside?"""

from chassis.settings import Settings


class CollectionsSettings(Settings):
    """`COUNTERSIGN_RECEIVED_AHEAD_DAYS`: how far ahead of today a payment may be dated. One day: time zones.

    A stack that lives in virtual time sets it high.
    """

    received_ahead_days: int = 1
