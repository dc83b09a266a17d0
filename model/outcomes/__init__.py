"""What results mean: frames, who pays whom, the municipality's books and budget."""
