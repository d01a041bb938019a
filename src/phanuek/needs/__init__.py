"""What a producer, a tambon meeting or a citizen says is needed."""
