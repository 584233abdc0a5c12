"""Every page of the site is laid out, one module per kind of page."""
