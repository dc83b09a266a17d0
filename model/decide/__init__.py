"""What is decided around the money: the need for beds, and the trade-off of the options."""
