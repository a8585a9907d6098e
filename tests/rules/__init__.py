"""The rules room: dates and numbers as the regulation has them."""
