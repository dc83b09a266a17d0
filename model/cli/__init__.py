"""The command line: arguments, analyses and tables for people and machines."""
