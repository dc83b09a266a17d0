"""What the user sees; thin. No arithmetic on money here."""
