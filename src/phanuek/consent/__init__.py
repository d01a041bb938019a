"""What a group allowed: purpose, basis, to whom, until when; and the log of who looked."""
