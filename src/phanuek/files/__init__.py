"""Attachments: checked on the way in, kept by content, served only through the page that owns them."""
