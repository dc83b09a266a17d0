"""Charts: from plain data to what plotly draws."""
