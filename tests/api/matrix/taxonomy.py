"""Who may do what to categories, tags and images; read table.py first."""

# Categories hold no secret. Writing taxonomy is a matter of the role alone, which is asked before
# anything is looked up: 403 whether it is there, hidden or missing.
CATEGORIES = """
                                          scope      anon reader contr author editor admin
categories/
  GET,HEAD     -                          read       200  200    200   200    200    200
  OPTIONS      -                          read       200  200    200   200    200    200
  POST         -                          moderate!  401  403    403   403    201    201
  PUT,PATCH    -                          -          405  405    405   405    405    405
  DELETE       -                          -          405  405    405   405    405    405

categories/{category}/
  GET,HEAD     empty                      read       200  200    200   200    200    200
  GET          in-use                     read       200  200    200   200    200    200
  GET,HEAD     missing                    read       404  404    404   404    404    404
  OPTIONS      in-use                     read       200  200    200   200    200    200
  PUT,PATCH    empty                      moderate!  401  403    403   403    200    200
  PUT,PATCH    in-use                     moderate!  401  403    403   403    200    200
  PUT,PATCH    missing                    moderate!  401  403    403   403    404    404
  DELETE       empty                      moderate!  401  403    403   403    204    204
  DELETE       in-use                     moderate!  401  403    403   403    409    409
  DELETE       in-use:move                moderate!  401  403    403   403    204    204
  DELETE       missing                    moderate!  401  403    403   403    404    404
  POST         empty                      -          405  405    405   405    405    405
"""

# A tag that only hidden posts carry is hidden with them, and shows to whom they show.
TAGS = """
                                          scope      anon reader contr author editor admin
tags/
  GET,HEAD     -                          read       200  200    200   200    200    200
  OPTIONS      -                          read       200  200    200   200    200    200
  POST         -                          moderate!  401  403    403   403    201    201
  PUT,PATCH    -                          -          405  405    405   405    405    405
  DELETE       -                          -          405  405    405   405    405    405

tags/{tag}/
  GET,HEAD     visible                    read       200  200    200   200    200    200
  GET,HEAD     on-draft                   read       404  404    404   404    200    200
  GET          on-scheduled               read       404  404    404   404    200    200
  GET          on-own-draft               read       -    200    200   200    200    200
  GET          missing                    read       404  404    404   404    404    404
  OPTIONS      visible                    read       200  200    200   200    200    200
  PUT,PATCH    visible                    moderate!  401  403    403   403    200    200
  PUT,PATCH    on-draft                   moderate!  401  403    403   403    200    200
  PUT,PATCH    missing                    moderate!  401  403    403   403    404    404
  DELETE       visible                    moderate!  401  403    403   403    204    204
  DELETE       on-draft                   moderate!  401  403    403   403    204    204
  DELETE       missing                    moderate!  401  403    403   403    404    404
  POST         visible                    -          405  405    405   405    405    405

tags/{tag}/merge/
  POST         visible                    moderate!  401  403    403   403    200    200
  POST         on-draft                   moderate!  401  403    403   403    200    200
  POST         missing                    moderate!  401  403    403   403    404    404
  OPTIONS      visible                    read       200  200    200   200    200    200
  GET,HEAD     visible                    -          405  405    405   405    405    405
  PUT,PATCH    visible                    -          405  405    405   405    405    405
  DELETE       visible                    -          405  405    405   405    405    405
"""

# Changing an image takes the right to upload one, as changing a post takes the right to write.
MEDIA = """
                                          scope      anon reader contr author editor admin
media/
  GET,HEAD     -                          read       401  200    200   200    200    200
  OPTIONS      -                          read       200  200    200   200    200    200
  POST         -                          write!     401  403    403   201    201    201
  PUT,PATCH    -                          -          405  405    405   405    405    405
  DELETE       -                          -          405  405    405   405    405    405

media/{media}/
  GET,HEAD     other                      read       401  404    404   404    200    200
  GET,HEAD     own                        read       -    200    200   200    200    200
  GET          missing                    read       401  404    404   404    404    404
  OPTIONS      other                      read       200  200    200   200    200    200
  PATCH        other                      moderate   401  404    404   404    200    200
  PATCH        own                        write      -    403    403   200    200    200
  PATCH        missing                    -          401  404    404   404    404    404
  DELETE       other                      moderate   401  404    404   404    204    204
  DELETE       own                        write      -    403    403   204    204    204
  DELETE       own-in-use                 write      -    403    403   409    409    409
  DELETE       in-use                     moderate   401  404    404   404    409    409
  DELETE       missing                    -          401  404    404   404    404    404
  POST,PUT     other                      -          405  405    405   405    405    405
"""
