"""Articles become a digest: in order, in lists, in editions."""
