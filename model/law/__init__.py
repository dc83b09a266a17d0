"""The law calendar and the norms an option is tested against, with status and source."""
