"""Synthetic content for measuring: `manage.py generate_content`.

Text is put together from a `pool` of blocks that were rendered and analysed once, so that a post
costs a few joins and is nevertheless exactly what its source gives. `vocabulary` has the words,
`plan` says what each post gets, `sketches` what it says, `rows` and `threads` make the rows, and
`writing` puts them into the database by its fastest way. Triggers and constraints are at work as
ever.

The same seed and numbers give the same content on every database. A second run goes on counting, so
that it adds other posts.
"""
