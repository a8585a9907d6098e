"""The window: shows what the services know and asks them to act; it decides nothing itself."""

from creditdesk.ui.lasting_none import keep_none

keep_none()
