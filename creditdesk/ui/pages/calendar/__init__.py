"""The page 工作日历: every day of a year with its reason, and the loading of a new year."""
