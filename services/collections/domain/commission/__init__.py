"""When does commission accrue, when is it clawed back, and what of it may be paid?"""
