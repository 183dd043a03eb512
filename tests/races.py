"""What may go wrong when people do things at the same moment.

The scenarios are run by tests/api/test_races.py in a few rounds, and by tests/deep/test_races.py in
many. Each holds that nothing is answered with a 5xx, that only foreseen statuses occur, and that
the rows are exactly what the answers say.

Real threads on real connections: on SQLite a file with the product's own options, because the
databases in memory that tests get elsewhere lock in another way. Only its patience is greater: who
waits for SQLite's lock is served in no order, so that on a slow disk ten seconds may be over (which
is a 503 that asks to try again) although nothing is wrong.
"""

import json
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import timedelta
from functools import partial
from itertools import count
from random import Random
from threading import Barrier
from time import sleep
from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.core.management import call_command
from django.db import close_old_connections, connection, connections, transaction
from django.test import Client
from django.utils import timezone

from blog.models import (
    AccessToken,
    Category,
    Comment,
    FormerSlug,
    IdempotentRequest,
    Like,
    Media,
    Person,
    Post,
    PostTag,
    Revision,
    Tag,
)
from blog.services.comments import delete_comment
from blog.services.counts import repair_counts
from blog.services.posts import save_post
from blog.services.tokens import create_token
from tests.factories import (
    make_category,
    make_comment,
    make_image,
    make_person,
    make_post,
    make_tag,
)

# More would only wait for the ten connections that the pool of PostgreSQL holds.
LANES = 20
# What takes longer than this hangs.
SECONDS = 120
# How long a lock is waited for on SQLite; on PostgreSQL it is 3 s.
PATIENCE = SECONDS // 2
NUMBERS = count(1)

Send = Callable[[], Any]


class Caller:
    """Somebody who asks from many threads at once, with a client of its own for each request."""

    def __init__(self, person: Person | None = None, *, by_token: bool = False) -> None:
        self.person: Any = person
        self.headers: dict[str, str] = {}
        self.cookies: dict[str, str] = {}
        if person and by_token:
            self.token, secret = create_token(person=person, name="race", scope="admin")
            self.headers = {"authorization": f"Bearer {secret}"}
        elif person:
            client = Client()
            client.force_login(person)
            self.cookies = {name: morsel.value for name, morsel in client.cookies.items()}

    def send(self, method: str, path: str, data: Any = None, **headers: str) -> Any:
        """Ask now, in this thread; `if_match="…"` is a header."""
        client = Client(raise_request_exception=False)
        client.cookies.load(self.cookies)
        names = {name.replace("_", "-"): value for name, value in headers.items()}
        try:
            return client.generic(
                method,
                f"/api/v1/{path}",
                "" if data is None else json.dumps(data),
                "application/json",
                headers={**self.headers, **names},
            )
        finally:
            close_old_connections()  # As a server does; Django's test client leaves it out.

    def to(self, method: str, path: str, data: Any = None, **headers: str) -> Send:
        """Return the request, for whoever sends it once the others are ready too."""
        return lambda: self.send(method, path, data, **headers)


def callers(number: int, role: str = "reader") -> list[Caller]:
    """Return people of a role; every second one signs in by a token, the others by a session."""
    with transaction.atomic():
        people = [make_person() for _ in range(number)]
        if role != "reader":
            Group.objects.get(name=role).user_set.add(*people)
        return [Caller(person, by_token=index % 2 == 1) for index, person in enumerate(people)]


def at_once(*sends: Send) -> list[Any]:
    """Do all of it from as many threads, which start together; return what came, in order."""
    lanes = [range(first, len(sends), LANES) for first in range(min(LANES, len(sends)))]
    start = Barrier(len(lanes))

    def drive(lane: range) -> list[tuple[int, Any]]:
        try:
            start.wait(SECONDS)
            return [(index, sends[index]()) for index in lane]
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(lanes)) as pool:
        futures = [pool.submit(drive, lane) for lane in lanes]
        came = dict(pair for future in futures for pair in future.result(SECONDS))
    return [came[index] for index in range(len(sends))]


def race(*sends: Send, allowed: set[int]) -> list[Any]:
    """Send requests at once; only the allowed statuses may be answered."""
    answers = at_once(*sends)
    foreign = [answer for answer in answers if answer.status_code not in allowed]
    assert not foreign, said(foreign)
    return answers


def said(answers: list[Any]) -> list[tuple[str, str, int, str]]:
    """Return what was asked and answered, for whoever reads why a test failed."""
    return [
        (
            answer.request["REQUEST_METHOD"],
            answer.request["PATH_INFO"],
            answer.status_code,
            answer.content.decode()[:300],
        )
        for answer in answers
    ]


def statuses(answers: list[Any]) -> Counter[int]:
    return Counter(answer.status_code for answer in answers)


def one_of(answers: list[Any], status: int) -> Any:
    """Return the only answer of this status."""
    (answer,) = [answer for answer in answers if answer.status_code == status]
    return answer


@contextmanager
def committing(path: str | None) -> Iterator[None]:
    """Leave the transaction that pytest wraps a test in: threads see what is committed.

    Where there is a `path`, it is SQLite's database, for this thread and those that it starts.
    """
    connection_of_pytest, given = connections["default"], connections.settings["default"]
    if path:
        options = {**given["OPTIONS"], "timeout": PATIENCE}
        connections.settings["default"] = {**given, "NAME": path, "OPTIONS": options}
    connections["default"] = connections.create_connection("default")
    try:
        yield
    finally:
        connections["default"].close()
        connections["default"] = connection_of_pytest
        connections.settings["default"] = given


class Copy:
    """A copy of the blog that follows the feed of changes, as a static frontend is."""

    def __init__(self) -> None:
        self.caller = Caller()
        self.since = self.caller.send("GET", "changes/").json()["next"]
        self.posts: dict[int, Any] = {}

    def go_on(self) -> int:
        """Do what the next page tells; return how much that was."""
        answer = self.caller.send("GET", f"changes/?page_size=7&since={self.since}").json()
        self.since = answer["next"]
        for change in answer["results"]:
            pk, gone = change["post"]["id"], change["type"] in {"withdrawn", "deleted"}
            self.posts.pop(pk, None)
            if shown := None if gone else self.shown(pk):
                self.posts[pk] = shown
        return len(answer["results"])

    def shown(self, pk: int) -> Any:
        """Return what everybody may see of a post, None where that is nothing."""
        answer = self.caller.send("GET", f"posts/{pk}/")
        names = ("title", "slug", "category", "tags", "updated_at")
        return {n: answer.json()[n] for n in names} if answer.status_code == 200 else None


class Turmoil:
    """Whatever may be done to posts, and to what they show, by chance."""

    def __init__(self) -> None:
        self.dice, self.posts = Random(2), list[int]()
        with transaction.atomic():
            self.categories = [make_category(f"c{next(NUMBERS)}").slug for _ in range(2)]
            self.tags = [make_tag(f"t{next(NUMBERS)}").slug for _ in range(2)]

    def write(self, one: Caller, turn: int) -> None:
        deeds = self.deeds()
        answer = one.send(*(self.dice.choice(deeds) if turn > 2 else deeds[turn % 2]))
        assert answer.status_code in {200, 201, 204, 404}, said([answer])
        if answer.status_code == 201:
            self.posts.append(answer.json()["id"])

    def deeds(self) -> list[Any]:
        new = {"title": "A", "category": self.dice.choice(self.categories), "status": "published"}
        soon = (timezone.now() + timedelta(seconds=0.2)).isoformat()
        deeds: list[Any] = [
            ("POST", "posts/", new),
            ("POST", "posts/", {**new, "published_at": soon}),
            ("PATCH", f"categories/{self.categories[0]}/", {"name": f"N{next(NUMBERS)}"}),
            ("PATCH", f"tags/{self.tags[0]}/", {"name": f"N{next(NUMBERS)}"}),
        ]
        for post in self.dice.choices(self.posts, k=4) if self.posts else ():
            path = f"posts/{post}/"
            status = self.dice.choice(("draft", "published"))
            deeds += [
                ("PATCH", path, {"title": f"T{next(NUMBERS)}"}),
                ("PATCH", path, {"tags": self.dice.sample(self.tags, 1)}),
                ("PATCH", path, {"slug": f"p{next(NUMBERS)}"}),
                ("PATCH", path, {"status": status}),
                ("DELETE", path),
            ]
        return deeds


@pytest.mark.django_db
class Races:
    """The scenarios; a subclass in a test file says how many rounds."""

    times = 1

    @pytest.fixture(scope="class", autouse=True)
    @classmethod
    def _database(
        cls, django_db_setup: None, django_db_blocker: Any, tmp_path_factory: Any
    ) -> Iterator[str | None]:
        """One database for all scenarios, because emptying PostgreSQL's takes a second.

        So a scenario asks for its own rows only, and needs no empty table.
        """
        with django_db_blocker.unblock():
            if connection.vendor == "sqlite":
                path = str(tmp_path_factory.mktemp("races") / "races.sqlite3")
                with connection.cursor() as cursor:
                    cursor.execute("VACUUM INTO %s", [path])
                yield path
            else:
                yield None
                call_command("flush", interactive=False, verbosity=0)

    @pytest.fixture(autouse=True)
    def _sound(self, db: None, _database: str | None, settings: Any) -> Iterator[None]:
        """Whatever the scenario: counters equal rows, and nothing refers to what is gone."""
        settings.THROTTLE = False
        with committing(_database):
            yield
            # Repaired, so that only this scenario fails.
            assert [str(wrong) for wrong in repair_counts()] == []
            connection.check_constraints()
            numbers: dict[int, list[int]] = {}
            for post, number in Revision.objects.order_by("number").values_list("post", "number"):
                numbers.setdefault(post, []).append(number)
            assert all(found == list(range(1, len(found) + 1)) for found in numbers.values())

    # Likes

    def test_likes_of_a_hundred_people_are_all_counted(self):
        people = callers(100)
        for _ in range(self.times):
            post = make_post()
            race(*[one.to("PUT", f"posts/{post.pk}/like/") for one in people], allowed={200})
            post.refresh_from_db()
            assert (post.like_count, Like.objects.filter(post=post).count()) == (100, 100)

    def test_one_person_who_likes_a_hundred_times_is_counted_once(self):
        (one,) = callers(1)
        for _ in range(self.times):
            post = make_post()
            race(*[one.to("PUT", f"posts/{post.pk}/like/")] * 100, allowed={200})
            post.refresh_from_db()
            assert (post.like_count, Like.objects.filter(post=post).count()) == (1, 1)

    def test_whether_somebody_likes_is_one_answer_however_they_press(self):
        people = callers(2)
        for _ in range(2 * self.times):
            post = make_post()
            presses = [
                one.to(method, f"posts/{post.pk}/like/")
                for one in people
                for method in ("PUT", "DELETE", "POST") * 4
            ]
            answers = race(*presses, allowed={200})
            assert all(0 <= answer.json()["like_count"] <= 2 for answer in answers)
            post.refresh_from_db()
            assert post.like_count == Like.objects.filter(post=post).count()
            for one in people:
                liked = one.send("GET", f"posts/{post.pk}/").json()["liked"]
                assert liked == Like.objects.filter(post=post, person=one.person).exists()

    def test_an_odd_number_of_toggles_likes_and_an_even_one_does_not(self):
        (one,) = callers(1)
        for toggles in [7, 8] * self.times:
            post = make_post()
            answers = race(*[one.to("POST", f"posts/{post.pk}/like/")] * toggles, allowed={200})
            liked = Counter(answer.json()["liked"] for answer in answers)
            assert liked == {True: (toggles + 1) // 2, False: toggles // 2}
            assert Like.objects.filter(post=post).count() == toggles % 2

    # Slugs and tags

    def test_posts_of_one_title_made_at_once_have_different_slugs(self):
        people = callers(4, "author") * 5
        for _ in range(self.times):
            title = f"The same title {next(NUMBERS)}"
            answers = race(
                *[one.to("POST", "posts/", {"title": title}) for one in people], allowed={201}
            )
            slugs = {answer.json()["slug"] for answer in answers}
            assert len(slugs) == Post.objects.filter(title=title).count() == 20

    def test_a_slug_that_twenty_ask_for_goes_to_one(self):
        people = callers(4, "author") * 5
        for _ in range(self.times):
            wanted = {"title": "A title", "slug": f"wanted-{next(NUMBERS)}"}
            sends = [one.to("POST", "posts/", wanted) for one in people]
            answers = race(*sends, allowed={201, 400, 409})
            assert statuses(answers)[201] == 1
            assert Post.objects.filter(slug=wanted["slug"]).count() == 1

    def test_a_slug_that_ten_posts_move_to_goes_to_one(self):
        (editor,) = callers(1, "editor")
        for _ in range(self.times):
            posts = [make_post() for _ in range(10)]
            wanted = {"slug": f"wanted-{next(NUMBERS)}"}
            sends = [editor.to("PATCH", f"posts/{post.pk}/", wanted) for post in posts]
            answers = race(*sends, allowed={200, 400, 409})
            winner = Post.objects.get(slug=wanted["slug"])
            assert one_of(answers, 200).json()["id"] == winner.pk
            former = FormerSlug.objects.filter(post__in=posts).values_list("slug", "post")
            assert list(former) == [(post.slug, post.pk) for post in posts if post == winner]

    def test_new_tags_that_twenty_name_at_once_are_made_once(self):
        people, dice = callers(4, "author") * 5, Random(1)
        for _ in range(self.times):
            number = next(NUMBERS)
            words = [f"{word} {number}" for word in ("Tea", "Über", "Zoo", "日本", "a b", "A-B")]
            sends = []
            for index, one in enumerate(people):
                # Each in an order of its own: what takes locks as named waits in a circle.
                names = [dice.choice([word, word.upper(), word.lower()]) for word in words]
                dice.shuffle(names)
                # And with a title of its own: who waits for a slug does not meet at the tags.
                data = {"title": f"Tagged {number} {index}", "tags": names}
                sends.append(one.to("POST", "posts/", data))
            answers = race(*sends, allowed={201})
            tags = Tag.objects.filter(name__endswith=f" {number}")
            assert sorted(tag.name.lower() for tag in tags) == sorted(w.lower() for w in words)
            for answer in answers:
                carried = PostTag.objects.filter(post=answer.json()["id"])
                assert {tie.tag_id for tie in carried} == {tag.pk for tag in tags}

    # Edits

    def test_an_edit_never_brings_a_deleted_post_back(self):
        editor, other = callers(2, "editor")
        with transaction.atomic():
            posts = [make_post(tags=("kept", "dropped")) for _ in range(20 * self.times)]
        for post in posts:
            path, number = f"posts/{post.pk}/", next(NUMBERS)
            changes = {"title": "Changed", "slug": f"changed-{number}", "tags": ["kept", "new"]}
            edit, end = race(
                editor.to("PATCH", path, changes), other.to("DELETE", path), allowed={200, 204, 404}
            )
            assert (end.status_code, edit.status_code in {200, 404}) == (204, True)
            for model in (FormerSlug, PostTag, Revision):
                assert not model.objects.filter(post_id=post.pk).exists()
        assert not Post.objects.filter(pk__in=[post.pk for post in posts]).exists()

    def test_of_two_edits_of_the_same_version_one_is_refused(self):
        people = callers(4, "editor")
        for _ in range(2 * self.times):
            post = make_post()
            save_post(post=post)
            path = f"posts/{post.pk}/"
            tag = people[0].send("GET", path).headers["ETag"]
            sends = [
                one.to("PATCH", path, {"content": f"By {one.person}."}, if_match=tag)
                for one in people
            ]
            answers = race(*sends, allowed={200, 412})
            assert statuses(answers) == {200: 1, 412: 3}
            post.refresh_from_db()
            assert post.content == one_of(answers, 200).json()["content"]
            assert post.revisions.first().fields["content"] == post.content

    def test_edits_without_a_version_are_all_kept_as_revisions(self):
        people = callers(8, "editor")
        for _ in range(2 * self.times):
            post = make_post()
            sends = [
                one.to("PATCH", f"posts/{post.pk}/", {"content": f"By {one.person}."})
                for one in people
            ]
            race(*sends, allowed={200})
            kept = {revision.fields["content"] for revision in post.revisions.all()}
            assert kept == {post.content} | {f"By {one.person}." for one in people}

    # Double submits

    def test_a_post_that_is_sent_ten_times_with_one_key_is_made_once(self):
        one, other = callers(2, "author")
        for _ in range(2 * self.times):
            title, key = f"Sent again {next(NUMBERS)}", f"key-{next(NUMBERS)}"
            send = one.to("POST", "posts/", {"title": title}, idempotency_key=key)
            answers = race(*[send] * 10, allowed={201, 409})
            again = send()
            assert (again.status_code, again["Idempotency-Replayed"]) == (201, "true")
            made = {answer.content for answer in answers if answer.status_code == 201}
            assert made == {again.content}
            assert Post.objects.get(title=title).pk == again.json()["id"]
            assert "Idempotency-Replayed" not in other.send(
                "POST", "posts/", {"title": title}, idempotency_key=key
            )
            waiting = [a.json() for a in answers if a.status_code == 409]
            assert {problem["code"] for problem in waiting} <= {"still_running"}

    def test_a_comment_that_is_sent_ten_times_with_one_key_is_made_once(self):
        (one,) = callers(1)
        for _ in range(2 * self.times):
            post, key = make_post(), f"key-{next(NUMBERS)}"
            path, data = f"posts/{post.pk}/comments/", {"content": "Sent again."}
            send = one.to("POST", path, data, idempotency_key=key)
            race(*[send] * 10, allowed={201, 409})
            again = send()
            assert (again.status_code, again["Idempotency-Replayed"]) == (201, "true")
            assert Comment.objects.get(post=post).pk == again.json()["id"]

    def test_a_key_whose_request_failed_is_free_again(self):
        (one,) = callers(1, "author")
        for _ in range(2 * self.times):
            key, title = f"key-{next(NUMBERS)}", f"Put right {next(NUMBERS)}"
            bad = one.to("POST", "posts/", {"title": ""}, idempotency_key=key)
            race(*[bad] * 6, allowed={400, 409})
            assert not IdempotentRequest.objects.filter(key=key).exists()
            send = one.to("POST", "posts/", {"title": title}, idempotency_key=key)
            race(*[send] * 6, allowed={201, 409})
            assert Post.objects.filter(title=title).count() == 1

    # Double deletes

    def deleted_once(self, path: str, people: list[Caller], others: set[int]) -> None:
        sends = [people[index % len(people)].to("DELETE", path) for index in range(5)]
        answers = race(*sends, allowed={204, *others})
        assert statuses(answers)[204] == 1, statuses(answers)

    def test_a_post_is_deleted_once(self):
        people = callers(2, "editor")
        for _ in range(2 * self.times):
            post = make_post(tags=("one", "two"))
            make_comment(post, parent=make_comment(post))
            self.deleted_once(f"posts/{post.pk}/", people, {404})
            assert not Post.objects.filter(pk=post.pk).exists()

    def test_a_comment_without_replies_is_deleted_once(self):
        people, post = callers(2, "editor"), make_post()
        for _ in range(2 * self.times):
            comment = make_comment(post)
            self.deleted_once(f"comments/{comment.pk}/", people, {404})
            assert not Comment.objects.filter(post=post).exists()

    def test_a_comment_with_replies_becomes_a_placeholder_once(self):
        people, post = callers(2, "editor"), make_post()
        for _ in range(2 * self.times):
            comment = make_comment(post)
            make_comment(post, parent=comment)
            # 403 for who comes after the placeholder is there: it can be seen, not deleted.
            self.deleted_once(f"comments/{comment.pk}/", people, {403, 404})
            comment.refresh_from_db()
            assert (comment.deleted_at is None, comment.author, comment.content) == (
                False,
                None,
                "",
            )

    def test_a_tag_is_deleted_once(self):
        people = callers(2, "editor")
        for _ in range(2 * self.times):
            post = make_post(tags=("gone", "kept"))
            self.deleted_once("tags/gone/", people, {404})
            assert list(post.tags.values_list("slug", flat=True)) == ["kept"]

    def test_a_category_is_deleted_once(self):
        people = callers(2, "editor")
        for _ in range(2 * self.times):
            make_category("gone")
            self.deleted_once("categories/gone/", people, {404})
            assert not Category.objects.filter(slug="gone").exists()

    def test_an_image_is_deleted_once(self):
        people = callers(2, "editor")
        for _ in range(2 * self.times):
            media = make_image(people[0].person)
            name = media.file.name
            self.deleted_once(f"media/{media.pk}/", people, {404})
            assert not Media.objects.filter(pk=media.pk).exists()
            assert not media.file.storage.exists(name)

    def test_an_image_is_not_deleted_with_a_post_that_takes_it(self):
        people = callers(2, "editor")
        for _ in range(4 * self.times):
            media, post = make_image(people[0].person, alt="A wall"), make_post()
            end, put = race(
                people[0].to("DELETE", f"media/{media.pk}/"),
                people[1].to("PATCH", f"posts/{post.pk}/", {"featured_image": media.pk}),
                allowed={200, 204, 400, 409},
            )
            assert (end.status_code, put.status_code == 200) in {(204, False), (409, True)}
            post.refresh_from_db()
            assert post.featured_image == (media if put.status_code == 200 else None)

    def test_a_token_is_revoked_once(self):
        for _ in range(2 * self.times):
            (session,) = callers(1)
            by_token = Caller(session.person, by_token=True)
            # 401 for who comes with the very token after it was revoked.
            path = f"auth/tokens/{by_token.token.pk}/"
            self.deleted_once(path, [session, by_token], {401, 404})
            assert not AccessToken.objects.filter(person=session.person).exists()

    # Comments

    def test_nothing_is_left_of_what_is_said_to_a_post_while_it_is_deleted(self):
        (editor,), people = callers(1, "editor"), callers(3)
        for _ in range(4 * self.times):
            post = make_post()
            parent = make_comment(post)
            said_to = [
                people[0].to("POST", f"posts/{post.pk}/comments/", {"content": "Late."}),
                people[1].to(
                    "POST", f"posts/{post.pk}/comments/", {"content": "So.", "parent": parent.pk}
                ),
                people[2].to("PUT", f"posts/{post.pk}/like/"),
            ]
            end, *answers = race(
                editor.to("DELETE", f"posts/{post.pk}/"),
                *said_to,
                allowed={200, 201, 204, 400, 404},
            )
            assert end.status_code == 204
            assert set(statuses(answers[:2])) <= {201, 400, 404}
            assert answers[2].status_code in {200, 404}
            assert not Comment.objects.filter(post_id=post.pk).exists()
            assert not Like.objects.filter(post_id=post.pk).exists()

    def test_a_reply_stands_below_what_it_answers_or_is_refused(self):
        (editor,), people = callers(1, "editor"), callers(2)
        post = make_post()
        for _ in range(4 * self.times):
            parent = make_comment(post)
            data = {"content": "I agree.", "parent": parent.pk}
            replies = [one.to("POST", f"posts/{post.pk}/comments/", data) for one in people]
            end, *answers = race(
                editor.to("DELETE", f"comments/{parent.pk}/"),
                *replies,
                allowed={201, 204, 400, 404},
            )
            assert end.status_code == 204
            made = statuses(answers)[201]
            assert Comment.objects.filter(parent=parent.pk).count() == made
            kept = Comment.objects.filter(pk=parent.pk)
            assert [comment.deleted_at is not None for comment in kept] == [True] * bool(made)

    def test_a_placeholder_goes_with_the_last_of_its_replies(self):
        people, post = callers(3, "editor"), make_post()
        for _ in range(4 * self.times):
            parent = make_comment(post)
            replies = [make_comment(post, parent=parent) for _ in people]
            delete_comment(comment=parent)
            sends = [
                one.to("DELETE", f"comments/{reply.pk}/")
                for one, reply in zip(people, replies, strict=True)
            ]
            race(*sends, allowed={204})
            assert not Comment.objects.filter(post=post).exists()

    def test_two_moderators_of_the_same_comments_do_not_wait_for_each_other(self):
        people = callers(2, "editor")
        for _ in range(2 * self.times):
            with transaction.atomic():
                posts = [make_post() for _ in range(4)]
                comments = [make_comment(post) for post in posts for _ in range(3)]
                comments += [make_comment(posts[0], parent=comments[0])]
            ids = [comment.pk for comment in comments]
            data = [{"ids": ids, "status": "spam"}, {"ids": ids[::-1], "status": "approved"}]
            sends = [people[0].to("PATCH", "comments/", data[0])] * 3
            sends += [people[1].to("PATCH", "comments/", data[1])] * 3
            for answer in race(*sends, allowed={200}):
                assert all(result["success"] for result in answer.json()["results"])
            # Each decision is one transaction, so the last one holds for all of them.
            found = set(Comment.objects.filter(pk__in=ids).values_list("status", flat=True))
            assert found in ({"spam"}, {"approved"})

    def test_moderation_goes_on_where_some_of_the_comments_are_deleted(self):
        people, (editor,) = callers(2, "editor"), callers(1, "editor")
        for _ in range(2 * self.times):
            with transaction.atomic():
                posts = [make_post() for _ in range(3)]
                comments = [make_comment(post) for post in posts for _ in range(2)]
                answered = make_comment(posts[0])
                make_comment(posts[0], parent=answered)
            ids = [*[comment.pk for comment in comments], answered.pk]
            moderation, *ends = race(
                editor.to("PATCH", "comments/", {"ids": ids, "status": "rejected"}),
                people[0].to("DELETE", f"posts/{posts[1].pk}/"),
                people[1].to("DELETE", f"comments/{comments[4].pk}/"),
                people[0].to("DELETE", f"comments/{answered.pk}/"),
                allowed={200, 204},
            )
            assert (moderation.status_code, statuses(ends)) == (200, {204: 3})
            left = [comment.pk for comment in (*comments[:2], comments[5])]
            rejected = Comment.objects.filter(pk__in=left, status="rejected")
            assert rejected.count() == len(left)

    # Categories and tags

    def test_crossing_moves_of_categories_make_no_circle(self):
        people = callers(3, "editor")
        for _ in range(2 * self.times):
            names = [f"c{next(NUMBERS)}" for _ in people]
            for name in names:
                make_category(name)
            moves = [
                one.to("PATCH", f"categories/{name}/", {"parent": above})
                for one, name, above in zip(people, names, names[1:] + names[:1], strict=True)
            ]
            for sends in (moves, moves[:2]):
                Category.objects.filter(slug__in=names).update(parent=None)
                answers = race(*sends, allowed={200, 400, 409})
                moved = Category.objects.filter(slug__in=names, parent__isnull=False).count()
                assert statuses(answers)[200] == moved >= 1
                rows = Category.objects.filter(slug__in=names)
                above = dict(rows.values_list("pk", "parent"))
                for pk in above:
                    for _ in above:
                        pk = above.get(pk)
                    assert pk is None, "a circle"

    def test_a_category_is_not_deleted_with_a_post_that_is_put_into_it(self):
        (editor,), people = callers(1, "editor"), callers(2, "editor")
        for _ in range(4 * self.times):
            slug, post = f"c{next(NUMBERS)}", make_post()
            category = make_category(slug)
            into = {"title": f"New in {slug}", "category": slug}
            end, put, new = race(
                editor.to("DELETE", f"categories/{slug}/"),
                people[0].to("PATCH", f"posts/{post.pk}/", {"category": slug}),
                people[1].to("POST", "posts/", into),
                allowed={200, 201, 204, 400, 409},
            )
            inside = Post.objects.filter(category=category.pk).count()
            assert (put.status_code == 200) + (new.status_code == 201) == inside
            assert (end.status_code == 204) == (inside == 0)
            assert Category.objects.filter(slug=slug).exists() == (inside > 0)

    def test_a_category_is_not_deleted_with_one_that_is_put_below_it(self):
        people = callers(2, "editor")
        for _ in range(2 * self.times):
            slug, below = f"c{next(NUMBERS)}", f"c{next(NUMBERS)}"
            make_category(slug)
            make_category(below)
            end, put = race(
                people[0].to("DELETE", f"categories/{slug}/"),
                people[1].to("PATCH", f"categories/{below}/", {"parent": slug}),
                allowed={200, 204, 400, 409},
            )
            parent = Category.objects.get(slug=below).parent
            assert (end.status_code == 204, put.status_code == 200) in {
                (True, False),
                (False, True),
            }
            assert (parent.slug if parent else None) == (None if put.status_code != 200 else slug)

    def test_posts_move_to_a_category_that_is_there(self):
        people = callers(2, "editor")
        for number in range(4 * self.times):
            full, target = (make_category(f"c{next(NUMBERS)}") for _ in range(2))
            posts = [make_post(category=full) for _ in range(2)]
            below = make_category(f"c{next(NUMBERS)}", full)
            crossing = f"?move_to={full.slug}" if number % 2 else ""
            move, end = race(
                people[0].to("DELETE", f"categories/{full.slug}/?move_to={target.slug}"),
                people[1].to("DELETE", f"categories/{target.slug}/{crossing}"),
                allowed={204, 400, 404, 409},
            )
            assert statuses([move, end])[204] == 1, said([move, end])
            left = target if move.status_code == 204 else full
            assert set(Category.objects.filter(pk__in=[full.pk, target.pk])) == {left}
            inside = set(Post.objects.filter(category=left).values_list("pk", flat=True))
            assert inside == {post.pk for post in posts}
            below.refresh_from_db()
            assert below.parent == left

    def test_a_category_is_emptied_while_what_it_holds_is_edited(self):
        people, moderators = callers(3, "editor"), callers(2, "editor")
        for _ in range(4 * self.times):
            with transaction.atomic():
                full, target = (make_category(f"c{next(NUMBERS)}") for _ in range(2))
                below = [make_category(f"c{next(NUMBERS)}", full) for _ in range(4)]
                posts = [make_post(category=full) for _ in range(6)]
                ids = [make_comment(post).pk for post in posts]
            end, *answers = race(
                people[0].to("DELETE", f"categories/{full.slug}/?move_to={target.slug}"),
                *[people[1].to("PATCH", f"categories/{c.slug}/", {"name": "N"}) for c in below],
                *[people[2].to("PATCH", f"posts/{p.pk}/", {"title": "T"}) for p in posts[::-1]],
                *[m.to("PATCH", "comments/", {"ids": ids, "status": "spam"}) for m in moderators],
                allowed={200, 204},
            )
            assert (end.status_code, set(statuses(answers))) == (204, {200})
            assert target.posts.count() == target.posts.filter(title="T").count() == len(posts)
            assert target.children.filter(name="N").count() == len(below)

    def test_two_tags_that_are_merged_into_each_other_leave_one(self):
        people = callers(2, "editor")
        for _ in range(2 * self.times):
            tags = [make_tag(f"t{next(NUMBERS)}") for _ in range(2)]
            slugs = [tag.slug for tag in tags]
            posts = [make_post(tags=(slugs[0],)), make_post(tags=(slugs[1],))]
            posts.append(make_post(tags=tuple(slugs)))
            answers = race(
                people[0].to("POST", f"tags/{slugs[0]}/merge/", {"into": slugs[1]}),
                people[1].to("POST", f"tags/{slugs[1]}/merge/", {"into": slugs[0]}),
                allowed={200, 400, 404},
            )
            left = one_of(answers, 200).json()["slug"]
            assert list(Tag.objects.filter(slug__in=slugs).values_list("slug", flat=True)) == [left]
            for post in posts:
                assert list(post.tags.values_list("slug", flat=True)) == [left]

    def test_a_post_carries_only_tags_that_are_there_while_one_goes(self):
        people = callers(3, "editor")
        for number in range(2 * self.times):
            first, second = (make_tag(f"t{next(NUMBERS)}") for _ in range(2))
            posts = [make_post(tags=(first.slug,)), make_post(tags=(second.slug,))]
            goes = people[0].to("DELETE", f"tags/{first.slug}/")
            if number % 2:
                goes = people[0].to("POST", f"tags/{first.slug}/merge/", {"into": second.slug})
            names = {"tags": [second.slug, first.slug]}
            gone, *answers = race(
                goes,
                *[
                    one.to("PATCH", f"posts/{post.pk}/", names)
                    for one, post in zip(people[1:], posts, strict=True)
                ],
                allowed={200, 204, 409},
            )
            assert gone.status_code in {200, 204, 409}, said([gone, *answers])
            assert set(statuses(answers)) <= {200, 409}

    # People, and everything at once

    def test_a_name_that_ten_sign_up_with_goes_to_one(self):
        for _ in range(2 * self.times):
            number = next(NUMBERS)
            name, address = f"Ada{number}", f"ada{number}@example.org"
            sends = []
            for index in range(10):
                spelled = [name, name.lower(), name.upper()][index % 3]
                password = "four words of a phrase"
                data = {"email": f"{index}{address}", "username": spelled, "password": password}
                sends.append(Caller().to("POST", "auth/signup/", data))
            answers = race(*sends, allowed={201, 400, 409})
            assert statuses(answers)[201] == 1
            person = Person.objects.get(username__iexact=name)
            assert [group.name for group in person.groups.all()] == ["contributor"]

    def test_an_address_that_ten_sign_up_with_goes_to_one(self):
        for _ in range(self.times):
            address = f"ada{next(NUMBERS)}@example.org"
            sends = []
            for index in range(10):
                spelled = address.title() if index % 2 else address
                name, password = f"{address[:-12]}x{index}", "four words of a phrase"
                data = {"email": spelled, "username": name, "password": password}
                sends.append(Caller().to("POST", "auth/signup/", data))
            answers = race(*sends, allowed={201, 400, 409})
            assert statuses(answers)[201] == 1
            assert Person.objects.filter(email__iexact=address).count() == 1

    def test_sixteen_who_write_at_once_all_get_through(self):
        people, dice = callers(16, "editor"), Random(1)
        with transaction.atomic():
            shared = [make_post() for _ in range(3)]

        def write(one: Caller) -> None:

            def done(method: str, path: str, data: Any = None) -> Any:
                answer = one.send(method, path, data)
                assert answer.status_code in {200, 201, 204}, said([answer])
                return answer

            post, content = dice.choice(shared).pk, {"content": "All at once."}
            data = {"title": f"By {one.person}", "tags": ["shared", f"{one.person}"]}
            own = done("POST", "posts/", {**data, "status": "published"}).json()["id"]
            done("PATCH", f"posts/{own}/", content)
            done("POST", f"posts/{post}/comments/", content)
            done("PUT", f"posts/{post}/like/")
            done("PATCH", f"posts/{post}/", content)
            done("GET", "posts/")
            comment = done("POST", f"posts/{own}/comments/", content).json()["id"]
            done("DELETE", f"comments/{comment}/")

        for _ in range(self.times):
            at_once(*[partial(write, one) for one in people])
        rounds = 16 * self.times
        asked = [one.person for one in people]
        assert Post.objects.filter(author__in=asked).count() == rounds
        assert Comment.objects.filter(author__in=asked).count() == rounds

    # The feed of changes

    def test_who_follows_the_changes_has_a_copy_of_the_blog(self):
        # Few, and with a breath between: on SQLite whoever waits longest may starve.
        people = callers(3, "editor")
        for _ in range(-(-self.times // 4)):
            copy, turmoil = Copy(), Turmoil()
            busy = [*people]

            def write(one: Caller, turmoil: Turmoil = turmoil, busy: list[Caller] = busy) -> None:
                try:
                    for turn in range(6):
                        turmoil.write(one, turn)
                        sleep(0.02)
                finally:
                    busy.remove(one)

            def follow(copy: Copy = copy, busy: list[Caller] = busy) -> None:
                while busy:
                    copy.go_on()
                    sleep(0.01)  # Or it would take most of the time from who writes.

            at_once(follow, *[partial(write, one) for one in people])
            sleep(0.3)  # Until the last scheduled post has appeared.
            while copy.go_on():
                pass
            public = Post.objects.published().filter(pk__in=turmoil.posts)
            assert copy.posts == {post.pk: copy.shown(post.pk) for post in public}
