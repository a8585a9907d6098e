"""The rooms of the window: one page per noun of the office."""
