"""Where to find help: a page for the whole country, and one for each state."""
