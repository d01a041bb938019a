"""Who can help: each open offer that serves the aim, with its reasons."""
