"""The desk attacked on purpose: kills, power cuts, flipped bits and wrong keys, on invented desks in a private folder.

A room of its own between the terminal and the services: it drives the real acts from outside, as the window does, and
needs no window. Everything it breaks it has founded itself.
"""
