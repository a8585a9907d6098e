"""The desk attacked on purpose: kills, power cuts, flipped bits, wrong keys, a long day, on desks of its own.

A room of its own between the terminal and the services: it drives the real acts from outside, as the window does, and
needs no window. Everything it breaks it has founded itself.
"""
