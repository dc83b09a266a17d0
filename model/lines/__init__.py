"""The business case itself, block by block: each line once, as a formula over inputs and other lines."""
