"""The window: shows what the services know and asks them to act; it decides nothing itself."""

from creditdesk.ui.lasting import give_memory_back, keep_singles

keep_singles()
give_memory_back()
