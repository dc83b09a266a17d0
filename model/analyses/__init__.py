"""Questions to the engine: what drives a result, where it breaks even, how certain it is, what it rests on."""
