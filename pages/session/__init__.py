"""What a session holds: case, undo, versions, entries, the language and what the browser keeps."""
