"""What is set for the leads service?"""

RECORD_KIND = "lead"  # the kind of record that the template of custom fields is kept under
