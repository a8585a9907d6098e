"""Files in and out of the desk."""
