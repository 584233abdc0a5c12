"""Pages come from the web, safely and with good manners."""
