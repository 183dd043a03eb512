"""Synthetic content for measuring: `manage.py generate_content`.

Text is put together from a pool of blocks that were rendered and analysed once (`text`, `blocks`,
`pool`), so that a post costs a few joins, and is nevertheless exactly what its sources give. `plan`
says what each post gets, `rows` makes the rows of a batch, without ids, and `writing` puts them into
the database by its fastest way. All triggers and constraints are at work as ever.

The same seed and numbers give the same content on every database.
"""
