"""The paper: a document as one file on A4, for the screen and the printer (HTML) or to edit (Word), and its check."""
