"""The window: shows what the services know and asks them to act; it decides nothing itself."""

from creditdesk.ui.lasting import keep_singles

keep_singles()
