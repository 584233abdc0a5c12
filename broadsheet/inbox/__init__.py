"""What other newsrooms report is gathered, grouped, and kept for a while."""
