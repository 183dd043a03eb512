"""The domain: what a blog is, without a word about HTTP."""
