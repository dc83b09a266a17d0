"""Every input as data: what it is, its bounds, its default per option and where that comes from."""
