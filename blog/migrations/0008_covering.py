"""The indexes of posts hold what facets are counted by; deleted comments are counted by one."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('blog', '0007_changes'),
    ]

    operations = [
        migrations.RemoveIndex(
            model_name='post',
            name='post_date',
        ),
        migrations.RemoveIndex(
            model_name='post',
            name='post_category',
        ),
        migrations.RemoveIndex(
            model_name='post',
            name='post_author',
        ),
        migrations.AddIndex(
            model_name='comment',
            index=models.Index(condition=models.Q(('deleted_at__isnull', False)), fields=['status', 'post'], name='comment_deleted'),
        ),
        migrations.AddIndex(
            model_name='post',
            index=models.Index(models.F('status'), models.OrderBy(models.F('published_at'), descending=True), models.OrderBy(models.F('id'), descending=True), models.F('category'), models.F('author'), name='post_date'),
        ),
        migrations.AddIndex(
            model_name='post',
            index=models.Index(models.F('category'), models.F('status'), models.OrderBy(models.F('published_at'), descending=True), models.OrderBy(models.F('id'), descending=True), models.F('author'), name='post_category'),
        ),
        migrations.AddIndex(
            model_name='post',
            index=models.Index(models.F('author'), models.F('status'), models.OrderBy(models.F('published_at'), descending=True), models.OrderBy(models.F('id'), descending=True), models.F('category'), name='post_author'),
        ),
    ]
