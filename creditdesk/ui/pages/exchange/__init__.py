"""Data exchange: packages that leave and come in, their receipts, the figures they are judged by, and whom to trust."""
