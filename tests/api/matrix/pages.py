"""Who may do what at `/blog/` and `/accounts/`, where the same views answer; read table.py first.

These are the statuses for a program that asks for JSON. A browser is led to the login page where
the table says 401, and on to another page where a POST was done; test_matrix.py asks as both.
"""

# A form is shown to whom its POST is open, so it takes the scope of the POST. A former slug leads
# whoever sees the post to its present address, where is decided what they may.
POST_PAGES = """
                                          scope      anon reader contr author editor admin
/blog/
  GET,HEAD     -                          read       200  200    200   200    200    200
  OPTIONS      -                          read       200  200    200   200    200    200
  POST,PUT     -                          -          405  405    405   405    405    405
  PATCH,DELETE -                          -          405  405    405   405    405    405

/blog/posts/create/
  GET,HEAD     -                          write!     401  403    200   200    200    200
  OPTIONS      -                          read       200  200    200   200    200    200
  POST         -                          write!     401  403    201   201    201    201
  POST         -:publish                  write!     401  403    403   201    201    201
  POST         -:schedule                 write!     401  403    403   201    201    201
  POST         -:feature                  moderate   401  403    403   403    201    201
  PUT,PATCH    -                          -          405  405    405   405    405    405
  DELETE       -                          -          405  405    405   405    405    405

/blog/posts/{post}/
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
  POST         published                  comment!   401  201    201   201    201    201
  POST         own-published              comment!   -    201    201   201    201    201
  POST         draft                      comment!   401  404    404   404    403    403
  POST         scheduled                  comment!   401  404    404   404    403    403
  POST         own-draft                  comment!   -    403    403   403    403    403
  POST         own-scheduled              comment!   -    403    403   403    403    403
  POST         missing                    comment!   401  404    404   404    404    404
  POST         published-former           comment!   401  308    308   308    308    308
  POST         draft-former               comment!   401  404    404   404    308    308
  POST         published:on-approved      comment!   401  201    201   201    201    201
  POST         published:on-pending       comment!   401  400    400   400    201    201
  PUT,PATCH    published                  -          405  405    405   405    405    405
  DELETE       published                  -          405  405    405   405    405    405

/blog/posts/{post}/edit/
  GET,HEAD     published                  moderate   401  403    403   403    200    200
  GET,HEAD     draft                      moderate   401  404    404   404    200    200
  GET          scheduled                  moderate   401  404    404   404    200    200
  GET          own-published              write      -    403    403   200    200    200
  GET          own-draft                  write      -    403    200   200    200    200
  GET          own-scheduled              write      -    403    403   200    200    200
  GET          missing                    -          401  404    404   404    404    404
  GET          published-former           -          401  308    308   308    308    308
  GET          draft-former               -          401  404    404   404    308    308
  OPTIONS      published                  read       200  200    200   200    200    200
  POST         published                  moderate   401  403    403   403    200    200
  POST         draft                      moderate   401  404    404   404    200    200
  POST         scheduled                  moderate   401  404    404   404    200    200
  POST         own-published              write      -    403    403   200    200    200
  POST         own-draft                  write      -    403    200   200    200    200
  POST         own-scheduled              write      -    403    403   200    200    200
  POST         missing                    -          401  404    404   404    404    404
  POST         published-former           -          401  308    308   308    308    308
  POST         draft-former               -          401  404    404   404    308    308
  POST         own-draft:publish          write      -    403    403   200    200    200
  POST         own-draft:schedule         write      -    403    403   200    200    200
  POST         own-published:withdraw     write      -    403    403   200    200    200
  POST         own-draft:feature          moderate   -    403    403   403    200    200
  POST         draft:publish              moderate   401  404    404   404    200    200
  PUT,PATCH    published                  -          405  405    405   405    405    405
  DELETE       published                  -          405  405    405   405    405    405

/blog/posts/{post}/delete/
  GET,HEAD     published                  moderate   401  403    403   403    200    200
  GET,HEAD     draft                      moderate   401  404    404   404    200    200
  GET          scheduled                  moderate   401  404    404   404    200    200
  GET          own-published              write      -    403    403   200    200    200
  GET          own-draft                  write      -    403    200   200    200    200
  GET          own-scheduled              write      -    403    403   200    200    200
  GET          missing                    -          401  404    404   404    404    404
  OPTIONS      published                  read       200  200    200   200    200    200
  POST         published                  moderate   401  403    403   403    204    204
  POST         draft                      moderate   401  404    404   404    204    204
  POST         scheduled                  moderate   401  404    404   404    204    204
  POST         own-published              write      -    403    403   204    204    204
  POST         own-draft                  write      -    403    204   204    204    204
  POST         own-scheduled              write      -    403    403   204    204    204
  POST         missing                    -          401  404    404   404    404    404
  PUT,PATCH    published                  -          405  405    405   405    405    405
  DELETE       published                  -          405  405    405   405    405    405

/blog/posts/{post}/like/
  POST         published                  comment!   401  200    200   200    200    200
  POST         own-published              comment!   -    200    200   200    200    200
  POST         draft                      comment!   401  404    404   404    404    404
  POST         scheduled                  comment!   401  404    404   404    404    404
  POST         own-draft                  comment!   -    404    404   404    404    404
  POST         own-scheduled              comment!   -    404    404   404    404    404
  POST         missing                    comment!   401  404    404   404    404    404
  OPTIONS      published                  read       200  200    200   200    200    200
  GET,HEAD     published                  -          405  405    405   405    405    405
  PUT,PATCH    published                  -          405  405    405   405    405    405
  DELETE       published                  -          405  405    405   405    405    405
"""

# A placeholder has no form, and is not there to be deleted again. What is sent to it is a 409, and
# to a browser a 404: there is no form to show again.
COMMENT_PAGES = """
                                          scope      anon reader contr author editor admin
/blog/comments/moderation/
  GET,HEAD     -                          moderate!  401  403    403   403    200    200
  OPTIONS      -                          read       200  200    200   200    200    200
  POST         -:approve                  moderate!  401  403    403   403    200    200
  POST         -:approve-own              moderate!  -    403    403   403    200    200
  POST         -:approve-missing          moderate!  401  403    403   403    200    200
  PUT,PATCH    -                          -          405  405    405   405    405    405
  DELETE       -                          -          405  405    405   405    405    405

/blog/comments/{comment}/edit/
  GET,HEAD     approved                   moderate   401  403    403   403    200    200
  GET,HEAD     pending                    moderate   401  404    404   404    200    200
  GET          placeholder                -          401  404    404   404    404    404
  GET          own-approved               comment    -    200    200   200    200    200
  GET          own-pending                comment    -    200    200   200    200    200
  GET          own-old                    moderate   -    403    403   403    200    200
  GET          on-draft                   moderate   401  404    404   404    200    200
  GET          missing                    -          401  404    404   404    404    404
  OPTIONS      approved                   read       200  200    200   200    200    200
  POST         approved                   moderate   401  403    403   403    200    200
  POST         pending                    moderate   401  404    404   404    200    200
  POST         placeholder                comment!   401  409    409   409    409    409
  POST         own-approved               comment!   -    200    200   200    200    200
  POST         own-pending                comment!   -    200    200   200    200    200
  POST         own-old                    moderate   -    403    403   403    200    200
  POST         on-draft                   moderate   401  404    404   404    200    200
  POST         missing                    comment!   401  404    404   404    404    404
  POST         pending:approve            moderate   401  404    404   404    200    200
  POST         own-pending:approve        moderate   -    403    403   403    200    200
  PUT,PATCH    approved                   -          405  405    405   405    405    405
  DELETE       approved                   -          405  405    405   405    405    405

/blog/comments/{comment}/delete/
  GET,HEAD     approved                   moderate   401  403    403   403    200    200
  GET,HEAD     pending                    moderate   401  404    404   404    200    200
  GET          placeholder                -          401  404    404   404    404    404
  GET          own-approved               comment    -    200    200   200    200    200
  GET          own-pending                comment    -    200    200   200    200    200
  GET          own-old                    comment    -    200    200   200    200    200
  GET          on-draft                   moderate   401  404    404   404    200    200
  GET          missing                    -          401  404    404   404    404    404
  OPTIONS      approved                   read       200  200    200   200    200    200
  POST         approved                   moderate   401  403    403   403    204    204
  POST         pending                    moderate   401  404    404   404    204    204
  POST         placeholder                -          401  404    404   404    404    404
  POST         own-approved               comment    -    204    204   204    204    204
  POST         own-pending                comment    -    204    204   204    204    204
  POST         own-old                    comment    -    204    204   204    204    204
  POST         on-draft                   moderate   401  404    404   404    204    204
  POST         missing                    -          401  404    404   404    404    404
  PUT,PATCH    approved                   -          405  405    405   405    405    405
  DELETE       approved                   -          405  405    405   405    405    405
"""

READING_PAGES = """
                                          scope      anon reader contr author editor admin
/blog/category/{category}/
  GET,HEAD     in-use                     read       200  200    200   200    200    200
  GET          empty                      read       200  200    200   200    200    200
  GET          missing                    read       404  404    404   404    404    404
  OPTIONS      in-use                     read       200  200    200   200    200    200
  POST,PUT     in-use                     -          405  405    405   405    405    405
  PATCH,DELETE in-use                     -          405  405    405   405    405    405

/blog/tag/{tag}/
  GET,HEAD     visible                    read       200  200    200   200    200    200
  GET,HEAD     on-draft                   read       404  404    404   404    200    200
  GET          on-scheduled               read       404  404    404   404    200    200
  GET          on-own-draft               read       -    200    200   200    200    200
  GET          missing                    read       404  404    404   404    404    404
  OPTIONS      visible                    read       200  200    200   200    200    200
  POST,PUT     visible                    -          405  405    405   405    405    405
  PATCH,DELETE visible                    -          405  405    405   405    405    405

/blog/author/{author}/
  GET,HEAD     published                  read       200  200    200   200    200    200
  GET          own                        read       -    200    200   200    200    200
  GET,HEAD     unpublished                read       404  404    404   404    404    404
  GET          missing                    read       404  404    404   404    404    404
  OPTIONS      published                  read       200  200    200   200    200    200
  POST,PUT     published                  -          405  405    405   405    405    405
  PATCH,DELETE published                  -          405  405    405   405    405    405

/blog/user/{uuid}/
  GET,HEAD     published                  read       308  308    308   308    308    308
  GET          own                        read       -    308    308   308    308    308
  GET,HEAD     unpublished                read       404  404    404   404    404    404
  GET          missing                    read       404  404    404   404    404    404
  OPTIONS      published                  read       200  200    200   200    200    200
  POST,PUT     published                  -          405  405    405   405    405    405
  PATCH,DELETE published                  -          405  405    405   405    405    405

/blog/archive/
  GET,HEAD     -                          read       200  200    200   200    200    200
  OPTIONS      -                          read       200  200    200   200    200    200
  POST,PUT     -                          -          405  405    405   405    405    405
  PATCH,DELETE -                          -          405  405    405   405    405    405

/blog/archive/{year}/
  GET,HEAD     -                          read       200  200    200   200    200    200
  OPTIONS      -                          read       200  200    200   200    200    200
  POST,PUT     -                          -          405  405    405   405    405    405
  PATCH,DELETE -                          -          405  405    405   405    405    405

/blog/archive/{year}/{month}/
  GET,HEAD     -                          read       200  200    200   200    200    200
  OPTIONS      -                          read       200  200    200   200    200    200
  POST,PUT     -                          -          405  405    405   405    405    405
  PATCH,DELETE -                          -          405  405    405   405    405    405

/blog/statistics/
  GET,HEAD     -                          read       200  200    200   200    200    200
  OPTIONS      -                          read       200  200    200   200    200    200
  POST,PUT     -                          -          405  405    405   405    405    405
  PATCH,DELETE -                          -          405  405    405   405    405    405

/blog/feed/
  GET,HEAD     -                          read       200  200    200   200    200    200
  OPTIONS      -                          read       200  200    200   200    200    200
  POST,PUT     -                          -          405  405    405   405    405    405
  PATCH,DELETE -                          -          405  405    405   405    405    405
"""

# A reset link is whoever's who has it: nobody asks who is signed in.
ACCOUNT_PAGES = """
                                          scope      anon reader contr author editor admin
/accounts/
  GET,HEAD     -                          read       401  200    200   200    200    200
  OPTIONS      -                          read       200  200    200   200    200    200
  POST         -                          admin!     401  204    204   204    204    204
  POST         -:wrong                    admin!     401  400    400   400    400    400
  PUT,PATCH    -                          -          405  405    405   405    405    405
  DELETE       -                          -          405  405    405   405    405    405

/accounts/profile/
  GET,HEAD     -                          write!     401  200    200   200    200    200
  OPTIONS      -                          read       200  200    200   200    200    200
  POST         -                          write!     401  200    200   200    200    200
  POST         -:other-image              write!     401  400    400   400    200    200
  PUT,PATCH    -                          -          405  405    405   405    405    405
  DELETE       -                          -          405  405    405   405    405    405

/accounts/close/
  GET,HEAD     -                          admin!     401  200    200   200    200    200
  OPTIONS      -                          read       200  200    200   200    200    200
  POST         -                          admin!     401  204    204   204    204    204
  POST         -:wrong                    admin!     401  400    400   400    400    400
  PUT,PATCH    -                          -          405  405    405   405    405    405
  DELETE       -                          -          405  405    405   405    405    405

/accounts/login/
  GET,HEAD     -                          read       200  200    200   200    200    200
  OPTIONS      -                          read       200  200    200   200    200    200
  POST         -                          -          200  200    200   200    200    200
  POST         -:wrong                    -          400  400    400   400    400    400
  PUT,PATCH    -                          -          405  405    405   405    405    405
  DELETE       -                          -          405  405    405   405    405    405

/accounts/logout/
  POST         -                          -          204  204    204   204    204    204
  OPTIONS      -                          read       200  200    200   200    200    200
  GET,HEAD     -                          -          405  405    405   405    405    405
  PUT,PATCH    -                          -          405  405    405   405    405    405
  DELETE       -                          -          405  405    405   405    405    405

/accounts/signup/
  GET,HEAD     -                          read       200  200    200   200    200    200
  OPTIONS      -                          read       200  200    200   200    200    200
  POST         -                          -          201  201    201   201    201    201
  PUT,PATCH    -                          -          405  405    405   405    405    405
  DELETE       -                          -          405  405    405   405    405    405

/accounts/password-reset/
  GET,HEAD     -                          read       200  200    200   200    200    200
  OPTIONS      -                          read       200  200    200   200    200    200
  POST         -                          -          204  204    204   204    204    204
  POST         -:unknown                  -          204  204    204   204    204    204
  PUT,PATCH    -                          -          405  405    405   405    405    405
  DELETE       -                          -          405  405    405   405    405    405

/accounts/password-reset/sent/
  GET,HEAD     -                          read       200  200    200   200    200    200
  OPTIONS      -                          read       200  200    200   200    200    200
  POST,PUT     -                          -          405  405    405   405    405    405
  PATCH,DELETE -                          -          405  405    405   405    405    405

/accounts/password-reset/{uid}/{secret}/
  GET,HEAD     good                       read       200  200    200   200    200    200
  GET,HEAD     wrong                      read       404  404    404   404    404    404
  OPTIONS      good                       read       200  200    200   200    200    200
  POST         good                       -          204  204    204   204    204    204
  POST         wrong:wrong                -          400  400    400   400    400    400
  PUT,PATCH    good                       -          405  405    405   405    405    405
  DELETE       good                       -          405  405    405   405    405    405
"""
