"""Documents as data: blocks, charts, and where each figure stands; whoever writes one reads these."""
