"""Nobody loses anything to somebody who does something at the same moment (tests/races.py)."""

from tests.races import Races

# One of each kind; `make deep` runs all of them, in many more rounds.
QUICK = {
    "test_likes_of_a_hundred_people_are_all_counted",
    "test_posts_of_one_title_made_at_once_have_different_slugs",
    "test_new_tags_that_twenty_name_at_once_are_made_once",
    "test_an_edit_never_brings_a_deleted_post_back",
    "test_of_two_edits_of_the_same_version_one_is_refused",
    "test_a_post_that_is_sent_ten_times_with_one_key_is_made_once",
    "test_a_comment_with_replies_becomes_a_placeholder_once",
    "test_an_image_is_not_deleted_with_a_post_that_takes_it",
    "test_two_moderators_of_the_same_comments_do_not_wait_for_each_other",
    "test_crossing_moves_of_categories_make_no_circle",
    "test_a_category_is_not_deleted_with_a_post_that_is_put_into_it",
    "test_two_tags_that_are_merged_into_each_other_leave_one",
    "test_a_name_that_ten_sign_up_with_goes_to_one",
    "test_who_follows_the_changes_has_a_copy_of_the_blog",
}


class TestRaces(Races):
    """A few rounds of some scenarios."""


for name in [name for name in vars(Races) if name.startswith("test_")]:
    if name not in QUICK:
        setattr(TestRaces, name, None)
