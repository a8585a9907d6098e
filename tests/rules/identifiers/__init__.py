"""The numbers that tell one subject from another."""
