"""What waits for whom, gathered from the rooms below."""
