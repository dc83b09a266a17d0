"""A small expression language: each line of the business case is written once and read in several ways."""
