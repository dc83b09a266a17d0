"""What may turn out otherwise, as plain data that knows no case: ranges of inputs, events, second lives."""
