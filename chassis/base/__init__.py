"""What does every file need: the time, the settings, the log, the metrics?"""
