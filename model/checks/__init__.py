"""What the model checks of itself: invariants, sliders, published cases, its own record of parity."""
