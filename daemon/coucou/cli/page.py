"""The preview as a page."""
