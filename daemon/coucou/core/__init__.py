"""The core: pure decisions over values. Nothing here opens, sends, sleeps, logs or asks the time."""
