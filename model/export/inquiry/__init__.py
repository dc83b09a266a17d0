"""The inquiry: a form with questions for operators, written, read back and put together as local evidence."""
