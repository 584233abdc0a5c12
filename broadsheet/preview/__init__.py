"""A site is kept in memory and shown while it is edited."""
