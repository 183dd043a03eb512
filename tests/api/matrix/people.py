"""Who may do what to accounts and tokens, and all that everybody may read; read table.py first."""

# A public profile takes a published post, whoever asks.
READING = """
                                          scope      anon reader contr author editor admin
/api/
  GET,HEAD     -                          read       200  200    200   200    200    200
  OPTIONS      -                          read       200  200    200   200    200    200
  POST,PUT     -                          -          405  405    405   405    405    405
  PATCH,DELETE -                          -          405  405    405   405    405    405

/api/v1/
  GET,HEAD     -                          read       200  200    200   200    200    200
  OPTIONS      -                          read       200  200    200   200    200    200
  POST,PUT     -                          -          405  405    405   405    405    405
  PATCH,DELETE -                          -          405  405    405   405    405    405

authors/
  GET,HEAD     -                          read       200  200    200   200    200    200
  OPTIONS      -                          read       200  200    200   200    200    200
  POST,PUT     -                          -          405  405    405   405    405    405
  PATCH,DELETE -                          -          405  405    405   405    405    405

authors/{author}/
  GET,HEAD     published                  read       200  200    200   200    200    200
  GET          own                        read       -    200    200   200    200    200
  GET,HEAD     unpublished                read       404  404    404   404    404    404
  GET          missing                    read       404  404    404   404    404    404
  OPTIONS      published                  read       200  200    200   200    200    200
  POST,PUT     published                  -          405  405    405   405    405    405
  PATCH,DELETE published                  -          405  405    405   405    405    405

suggest/
  GET,HEAD     -                          read       200  200    200   200    200    200
  OPTIONS      -                          read       200  200    200   200    200    200
  POST,PUT     -                          -          405  405    405   405    405    405
  PATCH,DELETE -                          -          405  405    405   405    405    405

changes/
  GET,HEAD     -                          read       200  200    200   200    200    200
  OPTIONS      -                          read       200  200    200   200    200    200
  POST,PUT     -                          -          405  405    405   405    405    405
  PATCH,DELETE -                          -          405  405    405   405    405    405

archive/
  GET,HEAD     -                          read       200  200    200   200    200    200
  OPTIONS      -                          read       200  200    200   200    200    200
  POST,PUT     -                          -          405  405    405   405    405    405
  PATCH,DELETE -                          -          405  405    405   405    405    405

statistics/
  GET,HEAD     -                          read       200  200    200   200    200    200
  OPTIONS      -                          read       200  200    200   200    200    200
  POST,PUT     -                          -          405  405    405   405    405    405
  PATCH,DELETE -                          -          405  405    405   405    405    405

schema/
  GET,HEAD     -                          read       200  200    200   200    200    200
  OPTIONS      -                          read       200  200    200   200    200    200
  POST,PUT     -                          -          405  405    405   405    405    405
  PATCH,DELETE -                          -          405  405    405   405    405    405

docs/
  GET,HEAD     -                          read       200  200    200   200    200    200
  OPTIONS      -                          read       200  200    200   200    200    200
  POST,PUT     -                          -          405  405    405   405    405    405
  PATCH,DELETE -                          -          405  405    405   405    405    405
"""

# Signing up, in and out asks no right; what the session is to be opened with is in the body.
ACCOUNTS = """
                                          scope      anon reader contr author editor admin
me/
  GET,HEAD     -                          read       200  200    200   200    200    200
  OPTIONS      -                          read       200  200    200   200    200    200
  PATCH        -                          write!     401  200    200   200    200    200
  PATCH        -:other-image              write!     401  400    400   400    200    200
  POST,PUT     -                          -          405  405    405   405    405    405
  DELETE       -                          -          405  405    405   405    405    405

auth/signup/
  POST         -                          -          201  201    201   201    201    201
  OPTIONS      -                          read       200  200    200   200    200    200
  GET,HEAD     -                          -          405  405    405   405    405    405
  PUT,PATCH    -                          -          405  405    405   405    405    405
  DELETE       -                          -          405  405    405   405    405    405

auth/login/
  POST         -                          -          200  200    200   200    200    200
  POST         -:wrong                    -          400  400    400   400    400    400
  OPTIONS      -                          read       200  200    200   200    200    200
  GET,HEAD     -                          -          405  405    405   405    405    405
  PUT,PATCH    -                          -          405  405    405   405    405    405
  DELETE       -                          -          405  405    405   405    405    405

auth/logout/
  POST         -                          -          204  204    204   204    204    204
  OPTIONS      -                          read       200  200    200   200    200    200
  GET,HEAD     -                          -          405  405    405   405    405    405
  PUT,PATCH    -                          -          405  405    405   405    405    405
  DELETE       -                          -          405  405    405   405    405    405

auth/csrf/
  GET,HEAD     -                          read       200  200    200   200    200    200
  OPTIONS      -                          read       200  200    200   200    200    200
  POST,PUT     -                          -          405  405    405   405    405    405
  PATCH,DELETE -                          -          405  405    405   405    405    405

auth/password/
  POST         -                          admin!     401  204    204   204    204    204
  POST         -:wrong                    admin!     401  400    400   400    400    400
  OPTIONS      -                          read       200  200    200   200    200    200
  GET,HEAD     -                          -          405  405    405   405    405    405
  PUT,PATCH    -                          -          405  405    405   405    405    405
  DELETE       -                          -          405  405    405   405    405    405

auth/password/reset/
  POST         -                          -          204  204    204   204    204    204
  POST         -:unknown                  -          204  204    204   204    204    204
  OPTIONS      -                          read       200  200    200   200    200    200
  GET,HEAD     -                          -          405  405    405   405    405    405
  PUT,PATCH    -                          -          405  405    405   405    405    405
  DELETE       -                          -          405  405    405   405    405    405

auth/password/reset/confirm/
  POST         -                          -          204  204    204   204    204    204
  POST         -:wrong                    -          400  400    400   400    400    400
  OPTIONS      -                          read       200  200    200   200    200    200
  GET,HEAD     -                          -          405  405    405   405    405    405
  PUT,PATCH    -                          -          405  405    405   405    405    405
  DELETE       -                          -          405  405    405   405    405    405

auth/deactivate/
  POST         -                          admin!     401  204    204   204    204    204
  POST         -:wrong                    admin!     401  400    400   400    400    400
  OPTIONS      -                          read       200  200    200   200    200    200
  GET,HEAD     -                          -          405  405    405   405    405    405
  PUT,PATCH    -                          -          405  405    405   405    405    405
  DELETE       -                          -          405  405    405   405    405    405
"""

# Tokens are their owner's alone. Without a session, the password in the body makes one; a token
# of a narrow scope makes none, with a password or without.
TOKENS = """
                                          scope      anon reader contr author editor admin
auth/tokens/
  GET,HEAD     -                          admin!     401  200    200   200    200    200
  OPTIONS      -                          read       200  200    200   200    200    200
  POST         -                          admin!     401  201    201   201    201    201
  POST         -:password                 admin!     201  201    201   201    201    201
  POST         -:wrong                    -          400  -      -     -      -      -
  PUT,PATCH    -                          -          405  405    405   405    405    405
  DELETE       -                          -          405  405    405   405    405    405

auth/tokens/{token}/
  GET,HEAD     own                        admin!     -    200    200   200    200    200
  GET,HEAD     other                      admin!     401  404    404   404    404    404
  GET          missing                    admin!     401  404    404   404    404    404
  OPTIONS      other                      read       200  200    200   200    200    200
  DELETE       own                        admin!     -    204    204   204    204    204
  DELETE       other                      admin!     401  404    404   404    404    404
  DELETE       missing                    admin!     401  404    404   404    404    404
  POST,PUT     other                      -          405  405    405   405    405    405
  PATCH        other                      -          405  405    405   405    405    405
"""
