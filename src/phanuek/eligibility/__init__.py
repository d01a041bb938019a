"""What is known of an enterprise, dated and with its source, and the rules that are asked of it."""
