"""The demo world: the real agreement, parties and programmes, and an invented country of groups around them, built by the
same verbs that people use. Every invented thing is marked as demonstration and bears no real person's or firm's name."""
