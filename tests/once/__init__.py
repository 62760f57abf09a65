"""One event an approval, whatever is killed, cut off or done twice: offices with a far side that counts, and programs
that do a daemon's work in processes that can be killed."""
