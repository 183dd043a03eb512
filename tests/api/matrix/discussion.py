"""Who may do what to comments; read table.py first."""

# Whoever sees a hidden post (its author, editors) learns that it takes no comments yet (403).
THREADS = """
                                          scope      anon reader contr author editor admin
posts/{post}/comments/
  GET,HEAD     published                  read       200  200    200   200    200    200
  GET,HEAD     draft                      read       404  404    404   404    200    200
  GET          scheduled                  read       404  404    404   404    200    200
  GET          own-published              read       -    200    200   200    200    200
  GET          own-draft                  read       -    200    200   200    200    200
  GET          own-scheduled              read       -    200    200   200    200    200
  GET          missing                    read       404  404    404   404    404    404
  OPTIONS      published                  read       200  200    200   200    200    200
  POST         published                  comment!   401  201    201   201    201    201
  POST         own-published              comment!   -    201    201   201    201    201
  POST         draft                      comment!   401  404    404   404    403    403
  POST         scheduled                  comment!   401  404    404   404    403    403
  POST         own-draft                  comment!   -    403    403   403    403    403
  POST         own-scheduled              comment!   -    403    403   403    403    403
  POST         missing                    comment!   401  404    404   404    404    404
  POST         published:on-approved      comment!   401  201    201   201    201    201
  POST         published:on-own-pending   comment!   -    201    201   201    201    201
  POST         published:on-pending       comment!   401  400    400   400    201    201
  POST         published:on-spam          comment!   401  400    400   400    201    201
  POST         published:on-missing       comment!   401  400    400   400    400    400
  PUT,PATCH    published                  -          405  405    405   405    405    405
  DELETE       published                  -          405  405    405   405    405    405
"""

# The comments stand on a published post, or (`on-…`) on the draft that is named. `old` ones can no
# longer be edited by their author. A `placeholder` is what stays of a deleted comment with replies:
# there for everybody who reads, nobody's to change (409), and not there to be deleted again.
COMMENTS = """
                                          scope      anon reader contr author editor admin
comments/
  GET,HEAD     -                          read       200  200    200   200    200    200
  OPTIONS      -                          read       200  200    200   200    200    200
  PATCH        -:approve                  moderate!  401  403    403   403    200    200
  PATCH        -:approve-own              moderate!  -    403    403   403    200    200
  PATCH        -:approve-missing          moderate!  401  403    403   403    200    200
  POST,PUT     -                          -          405  405    405   405    405    405
  DELETE       -                          -          405  405    405   405    405    405

comments/{comment}/
  GET,HEAD     approved                   read       200  200    200   200    200    200
  GET,HEAD     pending                    read       404  404    404   404    200    200
  GET          rejected                   read       404  404    404   404    200    200
  GET          spam                       read       404  404    404   404    200    200
  GET          placeholder                read       200  200    200   200    200    200
  GET          own-approved               read       -    200    200   200    200    200
  GET          own-pending                read       -    200    200   200    200    200
  GET          own-rejected               read       -    404    404   404    200    200
  GET          own-spam                   read       -    404    404   404    200    200
  GET          on-draft                   read       404  404    404   404    200    200
  GET          own-on-draft               read       -    404    404   404    200    200
  GET          on-own-draft               read       -    200    200   200    200    200
  GET          missing                    read       404  404    404   404    404    404
  OPTIONS      approved                   read       200  200    200   200    200    200
  PATCH        approved                   moderate   401  403    403   403    200    200
  PATCH        pending                    moderate   401  404    404   404    200    200
  PATCH        rejected                   moderate   401  404    404   404    200    200
  PATCH        spam                       moderate   401  404    404   404    200    200
  PATCH        placeholder                comment!   401  409    409   409    409    409
  PATCH        own-approved               comment!   -    200    200   200    200    200
  PATCH        own-pending                comment!   -    200    200   200    200    200
  PATCH        own-rejected               comment!   -    404    404   404    200    200
  PATCH        own-spam                   comment!   -    404    404   404    200    200
  PATCH        own-old                    moderate   -    403    403   403    200    200
  PATCH        on-draft                   moderate   401  404    404   404    200    200
  PATCH        own-on-draft               comment!   -    404    404   404    200    200
  PATCH        on-own-draft               moderate   -    403    403   403    200    200
  PATCH        missing                    comment!   401  404    404   404    404    404
  PATCH        approved:approve           moderate   401  403    403   403    200    200
  PATCH        approved:reject            moderate   401  403    403   403    200    200
  PATCH        pending:approve            moderate   401  404    404   404    200    200
  PATCH        spam:approve               moderate   401  404    404   404    200    200
  PATCH        own-approved:reject        moderate   -    403    403   403    200    200
  PATCH        own-pending:approve        moderate   -    403    403   403    200    200
  PATCH        own-rejected:approve       moderate   -    404    404   404    200    200
  PATCH        on-draft:approve           moderate   401  404    404   404    200    200
  PATCH        on-own-draft:reject        moderate   -    403    403   403    200    200
  DELETE       approved                   moderate   401  403    403   403    204    204
  DELETE       pending                    moderate   401  404    404   404    204    204
  DELETE       rejected                   moderate   401  404    404   404    204    204
  DELETE       spam                       moderate   401  404    404   404    204    204
  DELETE       placeholder                -          401  404    404   404    404    404
  DELETE       own-approved               comment    -    204    204   204    204    204
  DELETE       own-pending                comment    -    204    204   204    204    204
  DELETE       own-rejected               comment    -    404    404   404    204    204
  DELETE       own-spam                   comment    -    404    404   404    204    204
  DELETE       own-old                    comment    -    204    204   204    204    204
  DELETE       on-draft                   moderate   401  404    404   404    204    204
  DELETE       own-on-draft               comment    -    404    404   404    204    204
  DELETE       on-own-draft               moderate   -    403    403   403    204    204
  DELETE       missing                    -          401  404    404   404    404    404
  POST,PUT     approved                   -          405  405    405   405    405    405
"""
