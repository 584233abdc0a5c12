"""What a web host needs beside the site: redirects, headers, and respect for its limits."""
