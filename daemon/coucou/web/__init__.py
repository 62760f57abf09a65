"""The preview as one page: a file that needs no script, no network and no other file."""
