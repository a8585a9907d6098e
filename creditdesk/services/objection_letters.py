"""What the letters of an objection say: the values of its forms, gathered from the case."""
