"""Full text: one interface over FTS5 on SQLite and `tsvector` on PostgreSQL.

Words are found, folded and stemmed here, in Python (`words`), so that both databases hold the same
tokens and find the same posts; neither of them parses text. `index` writes a post's document in the
transaction of the post, `query` reads what people type, `lookups` says it in SQL, and `highlights`
shows where it was found. `backends` has the little that each database does in its own way.

What a search box suggests is found by what titles and names begin with: `entries` writes them down,
`suggestions` and `titles` read them, `choices` and `typos` know what may have been meant.
"""
