"""Letters and reports: values in, PDF bytes out."""
