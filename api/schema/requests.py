"""Examples of what is sent, one for each component of a request."""

from typing import Any

REQUESTS: dict[str, Any] = {
    "PostWriteRequest": {
        "title": "Five minutes with curl",
        "content": "## First\n\nAsk for `posts/`.\n",
        "category": "guides",
        "tags": ["curl", "API"],
        "status": "published",
    },
    "PatchedPostWriteRequest": {"title": "Ten minutes with curl", "status": "draft"},
    "CommentWriteRequest": {"content": "It *works*.", "parent": 12},
    "PatchedCommentChangeRequest": {"status": "approved"},
    "PatchedModerationRequest": {"ids": [12, 13], "status": "approved"},
    "CategoryWriteRequest": {"name": "Reading", "parent": "guides"},
    "PatchedCategoryWriteRequest": {"parent": None},
    "TagWriteRequest": {"name": "HTTP"},
    "PatchedTagWriteRequest": {"name": "HTTP/3"},
    "MergeRequest": {"into": "http"},
    "MediaWriteRequest": {"file": "(the bytes of press.jpg)", "alt": "A printing press"},
    "PatchedMediaChangeRequest": {"alt": "A printing press from 1811"},
    "SignUpRequest": {
        "username": "ada",
        "email": "ada@example.com",
        "password": "a long one that nobody guesses",
    },
    "LoginRequest": {"username": "ada", "password": "a long one that nobody guesses"},
    "PasswordChangeRequest": {
        "current_password": "a long one that nobody guesses",
        "new_password": "another one, just as long",
    },
    "ResetRequest": {"email": "ada@example.com"},
    "ResetConfirmRequest": {
        "uid": "NQ",
        "token": "d0x3k2-4f0c9a7be1d54f3a8d2b6e5c7a9f1e03",
        "new_password": "another one, just as long",
    },
    "DeactivateRequest": {"current_password": "a long one that nobody guesses"},
    "PatchedProfileWriteRequest": {"display_name": "Ada Novak", "bio": "Runs this server."},
    "TokenWriteRequest": {"name": "laptop", "scope": "write", "days": 30},
}
