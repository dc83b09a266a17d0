"""What stands on several pages: fields, choices, tables, reasons, the bar above a page."""
