"""What pages share: state, fields, charts, words."""
