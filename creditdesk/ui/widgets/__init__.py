"""The parts that pages are built from: one small widget per module, all drawn from the theme."""
