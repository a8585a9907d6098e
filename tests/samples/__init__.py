"""How the sample input in resources/samples/ is made."""
