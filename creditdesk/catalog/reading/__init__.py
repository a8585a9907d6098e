"""From the tables of a file in forms/ to the dataclasses, one module per kind of file."""
