"""How often does a program look for garbage?"""

import gc

YOUNGEST, MIDDLE, OLDEST = 50_000, 20, 100  # objects, then collections of the generation before


def spare_what_was_loaded() -> None:
    """What a program has loaded when it is ready lives as long as it does: the collector need not walk over it again
    and again, nor after every 700 objects (a request makes thousands). An eighth of the processor time of an order."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(YOUNGEST, MIDDLE, OLDEST)
