"""What is set for the leads service?"""

PHONE_REGION = "CN"  # the country of a phone that names none
