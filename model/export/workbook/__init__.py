"""The Excel business case, sheet by sheet, from the same lines as the results."""
