"""A built site goes to where readers find it, in an order that keeps every link alive."""
