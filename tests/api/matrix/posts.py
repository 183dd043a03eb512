"""Who may do what to posts, likes and revisions; read table.py first."""

# A post of another author, and (`own-…`) one of the person who asks: also of somebody who could
# write once and has another role today. `…-former` is a slug that the post had once. An image that
# one may not see is none (400).
POSTS = """
                                          scope      anon reader contr author editor admin
posts/
  GET,HEAD     -                          read       200  200    200   200    200    200
  OPTIONS      -                          read       200  200    200   200    200    200
  POST         -                          write!     401  403    201   201    201    201
  POST         -:publish                  write!     401  403    403   201    201    201
  POST         -:schedule                 write!     401  403    403   201    201    201
  POST         -:feature                  moderate   401  403    403   403    201    201
  PUT,PATCH    -                          -          405  405    405   405    405    405
  DELETE       -                          -          405  405    405   405    405    405

posts/{post}/
  GET,HEAD     published                  read       200  200    200   200    200    200
  GET,HEAD     draft                      read       404  404    404   404    200    200
  GET          scheduled                  read       404  404    404   404    200    200
  GET          own-published              read       -    200    200   200    200    200
  GET          own-draft                  read       -    200    200   200    200    200
  GET          own-scheduled              read       -    200    200   200    200    200
  GET          missing                    read       404  404    404   404    404    404
  GET          published-former           read       308  308    308   308    308    308
  GET          draft-former               read       404  404    404   404    308    308
  GET          own-draft-former           read       -    308    308   308    308    308
  OPTIONS      published                  read       200  200    200   200    200    200
  PUT,PATCH    published                  moderate   401  403    403   403    200    200
  PUT,PATCH    draft                      moderate   401  404    404   404    200    200
  PUT,PATCH    scheduled                  moderate   401  404    404   404    200    200
  PUT,PATCH    own-published              write      -    403    403   200    200    200
  PUT,PATCH    own-draft                  write      -    403    200   200    200    200
  PUT,PATCH    own-scheduled              write      -    403    403   200    200    200
  PUT,PATCH    missing                    -          401  404    404   404    404    404
  PUT,PATCH    published-former           -          401  308    308   308    308    308
  PUT,PATCH    draft-former               -          401  404    404   404    308    308
  PATCH        own-draft:publish          write      -    403    403   200    200    200
  PATCH        own-draft:schedule         write      -    403    403   200    200    200
  PATCH        own-published:withdraw     write      -    403    403   200    200    200
  PATCH        own-scheduled:withdraw     write      -    403    403   200    200    200
  PATCH        own-draft:other-image      write      -    403    400   400    200    200
  PATCH        own-draft:feature          moderate   -    403    403   403    200    200
  PATCH        own-published:feature      moderate   -    403    403   403    200    200
  PATCH        published:feature          moderate   401  403    403   403    200    200
  PATCH        published:withdraw         moderate   401  403    403   403    200    200
  PATCH        draft:publish              moderate   401  404    404   404    200    200
  PUT          own-draft:publish          write      -    403    403   200    200    200
  PUT          draft:publish              moderate   401  404    404   404    200    200
  DELETE       published                  moderate   401  403    403   403    204    204
  DELETE       draft                      moderate   401  404    404   404    204    204
  DELETE       scheduled                  moderate   401  404    404   404    204    204
  DELETE       own-published              write      -    403    403   204    204    204
  DELETE       own-draft                  write      -    403    204   204    204    204
  DELETE       own-scheduled              write      -    403    403   204    204    204
  DELETE       missing                    -          401  404    404   404    404    404
  POST         published                  -          405  405    405   405    405    405

posts/{post}/related/
  GET,HEAD     published                  read       200  200    200   200    200    200
  GET,HEAD     draft                      read       404  404    404   404    200    200
  GET          scheduled                  read       404  404    404   404    200    200
  GET          own-draft                  read       -    200    200   200    200    200
  GET          own-scheduled              read       -    200    200   200    200    200
  GET          missing                    read       404  404    404   404    404    404
  OPTIONS      published                  read       200  200    200   200    200    200
  POST,PUT     published                  -          405  405    405   405    405    405
  PATCH,DELETE published                  -          405  405    405   405    405    405
"""

# Only what is published can be liked: a draft's own author, and an editor, get a 404 too.
LIKES = """
                                          scope      anon reader contr author editor admin
posts/{post}/like/
  PUT,DELETE   published                  comment!   401  200    200   200    200    200
  PUT,DELETE   own-published              comment!   -    200    200   200    200    200
  PUT,DELETE   draft                      comment!   401  404    404   404    404    404
  PUT,DELETE   scheduled                  comment!   401  404    404   404    404    404
  PUT,DELETE   own-draft                  comment!   -    404    404   404    404    404
  PUT,DELETE   own-scheduled              comment!   -    404    404   404    404    404
  PUT,DELETE   missing                    comment!   401  404    404   404    404    404
  POST         published                  comment!   401  200    200   200    200    200
  POST         own-published              comment!   -    200    200   200    200    200
  POST         draft                      comment!   401  404    404   404    404    404
  POST         scheduled                  comment!   401  404    404   404    404    404
  POST         own-draft                  comment!   -    404    404   404    404    404
  POST         own-scheduled              comment!   -    404    404   404    404    404
  POST         missing                    comment!   401  404    404   404    404    404
  OPTIONS      published                  read       200  200    200   200    200    200
  GET,HEAD     published                  -          405  405    405   405    405    405
  PATCH        published                  -          405  405    405   405    405    405
"""

# What a post was is its author's and the editors' business. That a published post has a history
# is no secret, so others are refused (403); of a hidden post they learn nothing (404).
REVISIONS = """
                                          scope      anon reader contr author editor admin
posts/{post}/revisions/
  GET,HEAD     published                  read       401  403    403   403    200    200
  GET,HEAD     draft                      read       401  404    404   404    200    200
  GET          scheduled                  read       401  404    404   404    200    200
  GET          own-published              read       -    200    200   200    200    200
  GET          own-draft                  read       -    200    200   200    200    200
  GET          own-scheduled              read       -    200    200   200    200    200
  GET          missing                    read       401  404    404   404    404    404
  OPTIONS      published                  read       200  200    200   200    200    200
  POST,PUT     published                  -          405  405    405   405    405    405
  PATCH,DELETE published                  -          405  405    405   405    405    405

posts/{post}/revisions/1/
  GET,HEAD     published                  read       401  403    403   403    200    200
  GET,HEAD     draft                      read       401  404    404   404    200    200
  GET          scheduled                  read       401  404    404   404    200    200
  GET          own-published              read       -    200    200   200    200    200
  GET          own-draft                  read       -    200    200   200    200    200
  GET          own-scheduled              read       -    200    200   200    200    200
  GET          no-revisions               read       401  403    403   403    404    404
  GET          missing                    read       401  404    404   404    404    404
  OPTIONS      published                  read       200  200    200   200    200    200
  POST,PUT     published                  -          405  405    405   405    405    405
  PATCH,DELETE published                  -          405  405    405   405    405    405

posts/{post}/revisions/1/restore/
  POST         published                  moderate   401  403    403   403    200    200
  POST         draft                      moderate   401  404    404   404    200    200
  POST         scheduled                  moderate   401  404    404   404    200    200
  POST         own-published              write      -    403    403   200    200    200
  POST         own-draft                  write      -    403    200   200    200    200
  POST         own-scheduled              write      -    403    403   200    200    200
  POST         no-revisions               moderate   401  403    403   403    404    404
  POST         missing                    -          401  404    404   404    404    404
  OPTIONS      published                  read       200  200    200   200    200    200
  GET,HEAD     published                  -          405  405    405   405    405    405
  PUT,PATCH    published                  -          405  405    405   405    405    405
  DELETE       published                  -          405  405    405   405    405    405
"""
