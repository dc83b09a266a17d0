"""What the application says and reads: texts in both languages, numbers as people write them, rounding."""
