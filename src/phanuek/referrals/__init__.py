"""The case: from consent to delivery and closing."""
