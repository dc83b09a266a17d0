"""Parts of one page each, where that page is too much for one file; a view puts them in their order."""
