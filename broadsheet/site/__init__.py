"""A digest becomes a site: addresses, links, and the views that templates are given."""
