"""What a careful desk looks at before it publishes."""
