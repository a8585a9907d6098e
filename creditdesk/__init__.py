"""creditdesk: the encrypted desk of a Chinese county credit centre."""

__version__ = "0.1.0"
