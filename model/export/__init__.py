"""Exports: the Excel business case with live formulas."""
