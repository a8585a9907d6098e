"""The catalogue: the paper in forms/ and what reads it."""
