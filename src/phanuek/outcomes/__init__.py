"""What came of it: income before and after, money that reached the community, confirmed by another body."""
