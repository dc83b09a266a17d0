"""Charts: from their specification, or from plain data, to what plotly draws."""
