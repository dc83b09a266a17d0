"""Sentences that state a result, the same on every page, in the workbook and on the command line."""
