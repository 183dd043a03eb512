"""The demo: our own posts, people and conversations, written as files and loaded by one command."""
