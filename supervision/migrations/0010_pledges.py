"""Pledges with their promises, notes, requests and answers, behind both walls."""

import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models

import audit.triggers
from accounts.rowsecurity import RowSecurity
from audit.walls import WrittenOnce

TRACKED = ("pledge", "pledgeitem", "extension")
ONCE = ("progress", "overdueanswer")


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("accounts", "0012_row_security"),
        ("audit", "0030_produced_files"),
        ("cadres", "0061_fewer_indexes"),
        ("pghistory", "0007_auto_20250421_0444"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Extension",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "scope_path",
                    models.CharField(
                        db_collation="C", editable=False, max_length=40, verbose_name="区划路径"
                    ),
                ),
                (
                    "status",
                    models.CharField(
                        choices=[("asked", "待批准"), ("granted", "已批准"), ("refused", "不批准")],
                        default="asked",
                        max_length=8,
                        verbose_name="状态",
                    ),
                ),
                ("due_before", models.DateField(verbose_name="原期限")),
                ("new_due_on", models.DateField(verbose_name="延至")),
                ("reason", models.CharField(max_length=200, verbose_name="申请理由")),
                ("asked_on", models.DateField(verbose_name="申请日期")),
                ("decided_on", models.DateField(null=True, verbose_name="批准日期")),
                ("decision", models.CharField(blank=True, max_length=200, verbose_name="批准意见")),
                (
                    "asked_by",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="申请人",
                    ),
                ),
                (
                    "decided_by",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="批准人",
                    ),
                ),
            ],
            options={
                "verbose_name": "延期申请",
                "verbose_name_plural": "延期申请",
            },
        ),
        migrations.CreateModel(
            name="Pledge",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=60, verbose_name="姓名")),
                (
                    "scope_path",
                    models.CharField(
                        db_collation="C", editable=False, max_length=40, verbose_name="区划路径"
                    ),
                ),
                ("posts", models.CharField(max_length=80, verbose_name="职务")),
                ("year", models.PositiveSmallIntegerField(verbose_name="年度")),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("draft", "起草"),
                            ("discussed", "村级已讨论"),
                            ("approved", "乡镇已批准"),
                            ("signed", "已签订"),
                            ("in_progress", "履行中"),
                            ("scored", "已评分"),
                        ],
                        default="draft",
                        max_length=12,
                        verbose_name="状态",
                    ),
                ),
                ("drafted_on", models.DateField(verbose_name="起草日期")),
                (
                    "discussed_at",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("party_meeting", "党员大会"),
                            ("villagers_assembly", "村民会议"),
                            ("rep_assembly", "村民代表会议"),
                        ],
                        max_length=20,
                        verbose_name="讨论会议",
                    ),
                ),
                ("discussed_on", models.DateField(null=True, verbose_name="讨论日期")),
                (
                    "discussion",
                    models.CharField(blank=True, max_length=300, verbose_name="讨论意见"),
                ),
                ("approved_on", models.DateField(null=True, verbose_name="批准日期")),
                ("signed_on", models.DateField(null=True, verbose_name="签订日期")),
                ("scored_on", models.DateField(null=True, verbose_name="评分日期")),
                ("confirmed_on", models.DateField(null=True, verbose_name="确认日期")),
                (
                    "return_reason",
                    models.CharField(blank=True, max_length=200, verbose_name="退回理由"),
                ),
                (
                    "approved_by",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="批准人",
                    ),
                ),
                (
                    "confirmed_by",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="确认人",
                    ),
                ),
                (
                    "discussed_by",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="讨论登记人",
                    ),
                ),
                (
                    "drafted_by",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="起草人",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="pledges",
                        to="cadres.person",
                        verbose_name="干部",
                    ),
                ),
                (
                    "scored_by",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="评分人",
                    ),
                ),
                (
                    "village",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.division",
                        verbose_name="村",
                    ),
                ),
            ],
            options={
                "verbose_name": "目标承诺",
                "verbose_name_plural": "目标承诺",
            },
        ),
        migrations.CreateModel(
            name="PledgeEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                ("name", models.CharField(max_length=60, verbose_name="姓名")),
                (
                    "scope_path",
                    models.CharField(
                        db_collation="C", editable=False, max_length=40, verbose_name="区划路径"
                    ),
                ),
                ("posts", models.CharField(max_length=80, verbose_name="职务")),
                ("year", models.PositiveSmallIntegerField(verbose_name="年度")),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("draft", "起草"),
                            ("discussed", "村级已讨论"),
                            ("approved", "乡镇已批准"),
                            ("signed", "已签订"),
                            ("in_progress", "履行中"),
                            ("scored", "已评分"),
                        ],
                        default="draft",
                        max_length=12,
                        verbose_name="状态",
                    ),
                ),
                ("drafted_on", models.DateField(verbose_name="起草日期")),
                (
                    "discussed_at",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("party_meeting", "党员大会"),
                            ("villagers_assembly", "村民会议"),
                            ("rep_assembly", "村民代表会议"),
                        ],
                        max_length=20,
                        verbose_name="讨论会议",
                    ),
                ),
                ("discussed_on", models.DateField(null=True, verbose_name="讨论日期")),
                (
                    "discussion",
                    models.CharField(blank=True, max_length=300, verbose_name="讨论意见"),
                ),
                ("approved_on", models.DateField(null=True, verbose_name="批准日期")),
                ("signed_on", models.DateField(null=True, verbose_name="签订日期")),
                ("scored_on", models.DateField(null=True, verbose_name="评分日期")),
                ("confirmed_on", models.DateField(null=True, verbose_name="确认日期")),
                (
                    "return_reason",
                    models.CharField(blank=True, max_length=200, verbose_name="退回理由"),
                ),
                (
                    "approved_by",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="批准人",
                    ),
                ),
                (
                    "confirmed_by",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="确认人",
                    ),
                ),
                (
                    "discussed_by",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="讨论登记人",
                    ),
                ),
                (
                    "drafted_by",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="起草人",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="cadres.person",
                        verbose_name="干部",
                    ),
                ),
                (
                    "pgh_context",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="pghistory.context",
                    ),
                ),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="events",
                        to="supervision.pledge",
                    ),
                ),
                (
                    "scored_by",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="评分人",
                    ),
                ),
                (
                    "village",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="accounts.division",
                        verbose_name="村",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="PledgeItem",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "scope_path",
                    models.CharField(
                        db_collation="C", editable=False, max_length=40, verbose_name="区划路径"
                    ),
                ),
                ("place", models.PositiveSmallIntegerField(default=0, verbose_name="次序")),
                (
                    "dimension",
                    models.CharField(
                        choices=[
                            ("virtue", "德"),
                            ("ability", "能"),
                            ("diligence", "勤"),
                            ("performance", "绩"),
                            ("probity", "廉"),
                        ],
                        max_length=12,
                        verbose_name="方面",
                    ),
                ),
                ("topic", models.CharField(max_length=40, verbose_name="事项")),
                ("promise", models.CharField(max_length=200, verbose_name="承诺内容")),
                ("measure", models.CharField(max_length=200, verbose_name="完成标准")),
                (
                    "weight",
                    models.DecimalField(decimal_places=2, max_digits=5, verbose_name="权重"),
                ),
                ("due_on", models.DateField(verbose_name="完成期限")),
                ("done_on", models.DateField(blank=True, null=True, verbose_name="完成日期")),
                ("evidence", models.CharField(blank=True, max_length=300, verbose_name="完成依据")),
                (
                    "score",
                    models.DecimalField(
                        blank=True, decimal_places=2, max_digits=5, null=True, verbose_name="得分"
                    ),
                ),
                (
                    "pledge",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="items",
                        to="supervision.pledge",
                    ),
                ),
            ],
            options={
                "verbose_name": "承诺事项",
                "verbose_name_plural": "承诺事项",
                "ordering": ("place", "pk"),
            },
        ),
        migrations.CreateModel(
            name="OverdueAnswer",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "scope_path",
                    models.CharField(
                        db_collation="C", editable=False, max_length=40, verbose_name="区划路径"
                    ),
                ),
                ("due_on", models.DateField(verbose_name="逾期的期限")),
                ("is_lead", models.BooleanField(verbose_name="作为警示谈话线索")),
                ("reason", models.CharField(max_length=200, verbose_name="理由")),
                ("ground", models.JSONField(verbose_name="目录条目")),
                ("answered_on", models.DateField(verbose_name="答复日期")),
                (
                    "answered_by",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="答复人",
                    ),
                ),
                (
                    "supersedes",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="superseded_by",
                        to="supervision.overdueanswer",
                        verbose_name="更正的答复",
                    ),
                ),
                (
                    "item",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="answers",
                        to="supervision.pledgeitem",
                    ),
                ),
            ],
            options={
                "verbose_name": "逾期答复",
                "verbose_name_plural": "逾期答复",
            },
        ),
        migrations.CreateModel(
            name="ExtensionEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                (
                    "scope_path",
                    models.CharField(
                        db_collation="C", editable=False, max_length=40, verbose_name="区划路径"
                    ),
                ),
                (
                    "status",
                    models.CharField(
                        choices=[("asked", "待批准"), ("granted", "已批准"), ("refused", "不批准")],
                        default="asked",
                        max_length=8,
                        verbose_name="状态",
                    ),
                ),
                ("due_before", models.DateField(verbose_name="原期限")),
                ("new_due_on", models.DateField(verbose_name="延至")),
                ("reason", models.CharField(max_length=200, verbose_name="申请理由")),
                ("asked_on", models.DateField(verbose_name="申请日期")),
                ("decided_on", models.DateField(null=True, verbose_name="批准日期")),
                ("decision", models.CharField(blank=True, max_length=200, verbose_name="批准意见")),
                (
                    "asked_by",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="申请人",
                    ),
                ),
                (
                    "decided_by",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="批准人",
                    ),
                ),
                (
                    "pgh_context",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="pghistory.context",
                    ),
                ),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="events",
                        to="supervision.extension",
                    ),
                ),
                (
                    "item",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="supervision.pledgeitem",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.AddField(
            model_name="extension",
            name="item",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="extensions",
                to="supervision.pledgeitem",
            ),
        ),
        migrations.CreateModel(
            name="PledgeItemEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                (
                    "scope_path",
                    models.CharField(
                        db_collation="C", editable=False, max_length=40, verbose_name="区划路径"
                    ),
                ),
                ("place", models.PositiveSmallIntegerField(default=0, verbose_name="次序")),
                (
                    "dimension",
                    models.CharField(
                        choices=[
                            ("virtue", "德"),
                            ("ability", "能"),
                            ("diligence", "勤"),
                            ("performance", "绩"),
                            ("probity", "廉"),
                        ],
                        max_length=12,
                        verbose_name="方面",
                    ),
                ),
                ("topic", models.CharField(max_length=40, verbose_name="事项")),
                ("promise", models.CharField(max_length=200, verbose_name="承诺内容")),
                ("measure", models.CharField(max_length=200, verbose_name="完成标准")),
                (
                    "weight",
                    models.DecimalField(decimal_places=2, max_digits=5, verbose_name="权重"),
                ),
                ("due_on", models.DateField(verbose_name="完成期限")),
                ("done_on", models.DateField(blank=True, null=True, verbose_name="完成日期")),
                ("evidence", models.CharField(blank=True, max_length=300, verbose_name="完成依据")),
                (
                    "score",
                    models.DecimalField(
                        blank=True, decimal_places=2, max_digits=5, null=True, verbose_name="得分"
                    ),
                ),
                (
                    "pgh_context",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="pghistory.context",
                    ),
                ),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="events",
                        to="supervision.pledgeitem",
                    ),
                ),
                (
                    "pledge",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="supervision.pledge",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Progress",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "scope_path",
                    models.CharField(
                        db_collation="C", editable=False, max_length=40, verbose_name="区划路径"
                    ),
                ),
                ("quarter", models.PositiveSmallIntegerField(verbose_name="季度")),
                ("percent", models.PositiveSmallIntegerField(verbose_name="完成比例")),
                ("words", models.CharField(blank=True, max_length=200, verbose_name="进展情况")),
                ("noted_on", models.DateField(verbose_name="登记日期")),
                (
                    "item",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="notes",
                        to="supervision.pledgeitem",
                    ),
                ),
                (
                    "noted_by",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="登记人",
                    ),
                ),
            ],
            options={
                "verbose_name": "季度进展",
                "verbose_name_plural": "季度进展",
            },
        ),
        migrations.AddIndex(
            model_name="pledge",
            index=models.Index(fields=["scope_path", "year", "status"], name="pledge_by_scope"),
        ),
        migrations.AddConstraint(
            model_name="pledge",
            constraint=models.UniqueConstraint(fields=("person", "year"), name="one_pledge_a_year"),
        ),
        migrations.AddConstraint(
            model_name="pledge",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("approved_by", None),
                    models.Q(
                        models.Q(("approved_by", models.F("drafted_by")), _negated=True),
                        models.Q(("approved_by", models.F("discussed_by")), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="pledge_four_eyes",
            ),
        ),
        migrations.AddConstraint(
            model_name="pledge",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("confirmed_by", None),
                    models.Q(("confirmed_by", models.F("scored_by")), _negated=True),
                    _connector="OR",
                ),
                name="pledge_score_four_eyes",
            ),
        ),
        migrations.AddConstraint(
            model_name="pledge",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("status", "draft"),
                        ("discussed_at", ""),
                        ("discussed_by", None),
                        ("discussed_on", None),
                        ("approved_by", None),
                        ("approved_on", None),
                        ("signed_on", None),
                        ("scored_by", None),
                        ("scored_on", None),
                        ("confirmed_by", None),
                        ("confirmed_on", None),
                    ),
                    models.Q(
                        ("status", "discussed"),
                        models.Q(("discussed_at", ""), _negated=True),
                        ("discussed_by__isnull", False),
                        ("discussed_on__isnull", False),
                        ("approved_by", None),
                        ("approved_on", None),
                        ("signed_on", None),
                        ("scored_by", None),
                        ("scored_on", None),
                        ("confirmed_by", None),
                        ("confirmed_on", None),
                    ),
                    models.Q(
                        ("status", "approved"),
                        models.Q(("discussed_at", ""), _negated=True),
                        ("discussed_by__isnull", False),
                        ("discussed_on__isnull", False),
                        ("approved_by__isnull", False),
                        ("approved_on__isnull", False),
                        ("signed_on", None),
                        ("scored_by", None),
                        ("scored_on", None),
                        ("confirmed_by", None),
                        ("confirmed_on", None),
                    ),
                    models.Q(
                        ("signed_on__isnull", False),
                        ("status", "signed"),
                        models.Q(("discussed_at", ""), _negated=True),
                        ("discussed_by__isnull", False),
                        ("discussed_on__isnull", False),
                        ("approved_by__isnull", False),
                        ("approved_on__isnull", False),
                        ("scored_by", None),
                        ("scored_on", None),
                        ("confirmed_by", None),
                        ("confirmed_on", None),
                    ),
                    models.Q(
                        ("signed_on__isnull", False),
                        ("status", "in_progress"),
                        models.Q(("discussed_at", ""), _negated=True),
                        ("discussed_by__isnull", False),
                        ("discussed_on__isnull", False),
                        ("approved_by__isnull", False),
                        ("approved_on__isnull", False),
                        models.Q(
                            models.Q(("scored_by", None), ("scored_on", None)),
                            models.Q(("scored_by__isnull", False), ("scored_on__isnull", False)),
                            _connector="OR",
                        ),
                        ("confirmed_by", None),
                        ("confirmed_on", None),
                    ),
                    models.Q(
                        ("signed_on__isnull", False),
                        ("status", "scored"),
                        models.Q(("discussed_at", ""), _negated=True),
                        ("discussed_by__isnull", False),
                        ("discussed_on__isnull", False),
                        ("approved_by__isnull", False),
                        ("approved_on__isnull", False),
                        ("scored_by__isnull", False),
                        ("scored_on__isnull", False),
                        ("confirmed_by__isnull", False),
                        ("confirmed_on__isnull", False),
                    ),
                    _connector="OR",
                ),
                name="pledge_status_implies",
            ),
        ),
        migrations.AddConstraint(
            model_name="pledge",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("approved_on", None),
                        ("approved_on__gte", models.F("discussed_on")),
                        _connector="OR",
                    ),
                    models.Q(
                        ("signed_on", None),
                        ("signed_on__gte", models.F("approved_on")),
                        _connector="OR",
                    ),
                    models.Q(
                        ("confirmed_on", None),
                        ("confirmed_on__gte", models.F("scored_on")),
                        _connector="OR",
                    ),
                ),
                name="pledge_days_in_order",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="pledge",
            trigger=pgtrigger.compiler.Trigger(
                name="pledge_moves_only",
                sql=audit.triggers.UnignorableSql(
                    condition="WHEN (OLD.status IS DISTINCT FROM NEW.status)",
                    func="\n        IF (OLD.status || '>' || NEW.status) NOT IN (\n            'draft>discussed', 'discussed>draft', 'discussed>approved', 'approved>draft',\n            'approved>signed', 'signed>in_progress', 'in_progress>scored', 'scored>in_progress'\n        ) THEN\n            RAISE EXCEPTION 'no such move: % to %', OLD.status, NEW.status\n              USING ERRCODE = 'check_violation', CONSTRAINT = 'pledge_moves_only';\n        END IF;\n        IF OLD.status = 'draft' AND (\n            SELECT sum(weight) FROM public.supervision_pledgeitem WHERE pledge_id = NEW.id\n        ) IS DISTINCT FROM 100 THEN\n            RAISE EXCEPTION 'weights do not sum to 100'\n              USING ERRCODE = 'check_violation', CONSTRAINT = 'pledge_weights_sum';\n        END IF;\n        IF NEW.status = 'scored' AND EXISTS (\n            SELECT 1 FROM public.supervision_pledgeitem WHERE pledge_id = NEW.id AND score IS NULL\n        ) THEN\n            RAISE EXCEPTION 'a promise has no score'\n              USING ERRCODE = 'check_violation', CONSTRAINT = 'pledge_scores_whole';\n        END IF;\n        RETURN NEW;\n    ",
                    hash="11ca03ce10364d07ba161215451ab24ea3e0454e",
                    operation='UPDATE OF "status"',
                    pgid="pgtrigger_pledge_moves_only_3e838",
                    table="supervision_pledge",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="pledge",
            trigger=pgtrigger.compiler.Trigger(
                name="pledge_stays",
                sql=audit.triggers.UnignorableSql(
                    func="\n        IF TG_OP = 'DELETE' THEN\n            IF OLD.status <> 'draft' THEN\n                RAISE EXCEPTION 'only a draft is discarded'\n                  USING ERRCODE = 'check_violation', CONSTRAINT = 'pledge_stays';\n            END IF;\n            RETURN OLD;\n        END IF;\n        IF (NEW.person_id, NEW.year, NEW.village_id, NEW.scope_path)\n             IS DISTINCT FROM (OLD.person_id, OLD.year, OLD.village_id, OLD.scope_path)\n           OR (OLD.status = 'scored' AND NEW.status = 'scored')\n        THEN\n            RAISE EXCEPTION 'a pledge keeps its person, year and place, and its score'\n              USING ERRCODE = 'check_violation', CONSTRAINT = 'pledge_stays';\n        END IF;\n        RETURN NEW;\n    ",
                    hash="c85ca5f2901d31dad2db8e7c353e066b5a649978",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_pledge_stays_28661",
                    table="supervision_pledge",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="pledge",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "supervision_pledgeevent" ("approved_by_id", "approved_on", "confirmed_by_id", "confirmed_on", "discussed_at", "discussed_by_id", "discussed_on", "discussion", "drafted_by_id", "drafted_on", "id", "name", "person_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "posts", "return_reason", "scope_path", "scored_by_id", "scored_on", "signed_on", "status", "village_id", "year") VALUES (NEW."approved_by_id", NEW."approved_on", NEW."confirmed_by_id", NEW."confirmed_on", NEW."discussed_at", NEW."discussed_by_id", NEW."discussed_on", NEW."discussion", NEW."drafted_by_id", NEW."drafted_on", NEW."id", NEW."name", NEW."person_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."posts", NEW."return_reason", NEW."scope_path", NEW."scored_by_id", NEW."scored_on", NEW."signed_on", NEW."status", NEW."village_id", NEW."year"); RETURN NULL;',
                    hash="180463b790b05ce51685ac8511ba50b80e840271",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_f1b9c",
                    table="supervision_pledge",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="pledge",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "supervision_pledgeevent" ("approved_by_id", "approved_on", "confirmed_by_id", "confirmed_on", "discussed_at", "discussed_by_id", "discussed_on", "discussion", "drafted_by_id", "drafted_on", "id", "name", "person_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "posts", "return_reason", "scope_path", "scored_by_id", "scored_on", "signed_on", "status", "village_id", "year") VALUES (NEW."approved_by_id", NEW."approved_on", NEW."confirmed_by_id", NEW."confirmed_on", NEW."discussed_at", NEW."discussed_by_id", NEW."discussed_on", NEW."discussion", NEW."drafted_by_id", NEW."drafted_on", NEW."id", NEW."name", NEW."person_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."posts", NEW."return_reason", NEW."scope_path", NEW."scored_by_id", NEW."scored_on", NEW."signed_on", NEW."status", NEW."village_id", NEW."year"); RETURN NULL;',
                    hash="12fae775dea6e8cf4375bcd65fa43e6a96fcc5c6",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_7da73",
                    table="supervision_pledge",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="pledge",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "supervision_pledgeevent" ("approved_by_id", "approved_on", "confirmed_by_id", "confirmed_on", "discussed_at", "discussed_by_id", "discussed_on", "discussion", "drafted_by_id", "drafted_on", "id", "name", "person_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "posts", "return_reason", "scope_path", "scored_by_id", "scored_on", "signed_on", "status", "village_id", "year") VALUES (OLD."approved_by_id", OLD."approved_on", OLD."confirmed_by_id", OLD."confirmed_on", OLD."discussed_at", OLD."discussed_by_id", OLD."discussed_on", OLD."discussion", OLD."drafted_by_id", OLD."drafted_on", OLD."id", OLD."name", OLD."person_id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."posts", OLD."return_reason", OLD."scope_path", OLD."scored_by_id", OLD."scored_on", OLD."signed_on", OLD."status", OLD."village_id", OLD."year"); RETURN NULL;',
                    hash="16022733836c6af0b884ccd454512cd53312d03d",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_1f389",
                    table="supervision_pledge",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="pledgeevent",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="c6b55e026cbea0a43b7ed33b3aad33c1532a1fbd",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_43b5e",
                    table="supervision_pledgeevent",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddIndex(
            model_name="pledgeitem",
            index=models.Index(fields=["scope_path", "due_on"], name="pledgeitem_by_due"),
        ),
        migrations.AddConstraint(
            model_name="pledgeitem",
            constraint=models.CheckConstraint(
                condition=models.Q(("weight__gt", 0), ("weight__lte", 100)),
                name="pledge_weight_in_range",
            ),
        ),
        migrations.AddConstraint(
            model_name="pledgeitem",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("score", None),
                    models.Q(("score__gte", 0), ("score__lte", 100)),
                    _connector="OR",
                ),
                name="pledge_score_in_range",
            ),
        ),
        migrations.AddConstraint(
            model_name="pledgeitem",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("done_on", None), ("evidence", "")),
                    models.Q(("done_on__isnull", False), models.Q(("evidence", ""), _negated=True)),
                    _connector="OR",
                ),
                name="pledge_done_with_evidence",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="pledgeitem",
            trigger=pgtrigger.compiler.Trigger(
                name="pledge_item_in_time",
                sql=audit.triggers.UnignorableSql(
                    declare="DECLARE state text; of_year int; wanted text[];",
                    func="\n        IF TG_OP = 'DELETE' THEN\n            SELECT status INTO state FROM public.supervision_pledge\n              WHERE id = OLD.pledge_id FOR SHARE;\n            IF state IS DISTINCT FROM 'draft' THEN\n                RAISE EXCEPTION 'a promise of a pledge that is % stays', state\n                  USING ERRCODE = 'check_violation', CONSTRAINT = 'pledge_item_in_time';\n            END IF;\n            RETURN OLD;\n        END IF;\n        wanted := ARRAY['signed', 'in_progress'];\n        IF TG_OP = 'INSERT' THEN\n            wanted := ARRAY['draft'];\n        ELSIF (OLD.pledge_id, OLD.dimension, OLD.topic, OLD.promise, OLD.measure, OLD.weight,\n               OLD.due_on, OLD.scope_path)\n            IS DISTINCT FROM (NEW.pledge_id, NEW.dimension, NEW.topic, NEW.promise, NEW.measure,\n               NEW.weight, NEW.due_on, NEW.scope_path) THEN\n            wanted := CASE WHEN OLD.pledge_id = NEW.pledge_id THEN ARRAY['draft'] END;\n        ELSIF (OLD.done_on, OLD.evidence, OLD.score)\n            IS NOT DISTINCT FROM (NEW.done_on, NEW.evidence, NEW.score) THEN\n            wanted := ARRAY['draft'];\n        END IF;\n        SELECT status, year INTO state, of_year FROM public.supervision_pledge\n          WHERE id = NEW.pledge_id AND scope_path = NEW.scope_path FOR SHARE;\n        IF state IS NULL OR wanted IS NULL OR state <> ALL (wanted)\n           OR (state = 'draft' AND (NEW.done_on IS NOT NULL OR NEW.score IS NOT NULL)) THEN\n            RAISE EXCEPTION 'not while the pledge is %', state\n              USING ERRCODE = 'check_violation', CONSTRAINT = 'pledge_item_in_time';\n        END IF;\n        IF date_part('year', NEW.due_on) <> of_year THEN\n            RAISE EXCEPTION 'due outside of the year'\n              USING ERRCODE = 'check_violation', CONSTRAINT = 'pledge_item_within_year';\n        END IF;\n        RETURN NEW;\n    ",
                    hash="1555bbd49ce092621828e43ce0dc2e592577c8af",
                    operation="INSERT OR UPDATE OR DELETE",
                    pgid="pgtrigger_pledge_item_in_time_bea14",
                    table="supervision_pledgeitem",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="pledgeitem",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "supervision_pledgeitemevent" ("dimension", "done_on", "due_on", "evidence", "id", "measure", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "place", "pledge_id", "promise", "scope_path", "score", "topic", "weight") VALUES (NEW."dimension", NEW."done_on", NEW."due_on", NEW."evidence", NEW."id", NEW."measure", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."place", NEW."pledge_id", NEW."promise", NEW."scope_path", NEW."score", NEW."topic", NEW."weight"); RETURN NULL;',
                    hash="8da7a98c5f61d850eac3776cf28e6f23621068a1",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_ab1dc",
                    table="supervision_pledgeitem",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="pledgeitem",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "supervision_pledgeitemevent" ("dimension", "done_on", "due_on", "evidence", "id", "measure", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "place", "pledge_id", "promise", "scope_path", "score", "topic", "weight") VALUES (NEW."dimension", NEW."done_on", NEW."due_on", NEW."evidence", NEW."id", NEW."measure", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."place", NEW."pledge_id", NEW."promise", NEW."scope_path", NEW."score", NEW."topic", NEW."weight"); RETURN NULL;',
                    hash="f71466f23abf45d57a07d408d88dc81d4d2144fd",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_98657",
                    table="supervision_pledgeitem",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="pledgeitem",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "supervision_pledgeitemevent" ("dimension", "done_on", "due_on", "evidence", "id", "measure", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "place", "pledge_id", "promise", "scope_path", "score", "topic", "weight") VALUES (OLD."dimension", OLD."done_on", OLD."due_on", OLD."evidence", OLD."id", OLD."measure", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."place", OLD."pledge_id", OLD."promise", OLD."scope_path", OLD."score", OLD."topic", OLD."weight"); RETURN NULL;',
                    hash="dfcd911a89fc222b8a754026ee565494f85a832b",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_aa13d",
                    table="supervision_pledgeitem",
                    when="AFTER",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="overdueanswer",
            constraint=models.UniqueConstraint(
                condition=models.Q(("supersedes", None)), fields=("item",), name="one_first_answer"
            ),
        ),
        migrations.AddConstraint(
            model_name="overdueanswer",
            constraint=models.CheckConstraint(
                condition=models.Q(("reason", ""), _negated=True), name="answer_has_reason"
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="overdueanswer",
            trigger=pgtrigger.compiler.Trigger(
                name="no_change",
                sql=audit.triggers.UnignorableSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="688c514ce04143cc813f25a63515699b65715131",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_no_change_3f873",
                    table="supervision_overdueanswer",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="overdueanswer",
            trigger=pgtrigger.compiler.Trigger(
                name="no_truncate",
                sql=audit.triggers.UnignorableSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot truncate rows from % table', TG_TABLE_NAME;",
                    hash="0bfe0a225ab4dfa0fccdc58cff552bbf49b84f3d",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_no_truncate_32126",
                    table="supervision_overdueanswer",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="overdueanswer",
            trigger=pgtrigger.compiler.Trigger(
                name="answer_of_overdue",
                sql=audit.triggers.UnignorableSql(
                    declare="DECLARE due date;",
                    func="\n        PERFORM 1 FROM public.supervision_pledgeitem WHERE id = NEW.item_id FOR UPDATE;\n        IF NEW.supersedes_id IS NULL THEN\n        \n    SELECT coalesce(max(e.new_due_on), i.due_on) INTO due\n    FROM public.supervision_pledgeitem i JOIN public.supervision_pledge p ON p.id = i.pledge_id\n    LEFT JOIN public.supervision_extension e ON e.item_id = i.id AND e.status = 'granted'\n    WHERE i.id = NEW.item_id AND i.scope_path = NEW.scope_path AND i.done_on IS NULL\n      AND p.status IN ('signed', 'in_progress', 'scored') GROUP BY i.id;\n\n        ELSE\n            SELECT a.due_on INTO due FROM public.supervision_overdueanswer a\n              WHERE a.id = NEW.supersedes_id AND a.item_id = NEW.item_id\n                AND a.scope_path = NEW.scope_path;\n        END IF;\n        IF due IS DISTINCT FROM NEW.due_on OR NEW.answered_on <= due THEN\n            RAISE EXCEPTION 'the promise is not overdue'\n              USING ERRCODE = 'check_violation', CONSTRAINT = 'answer_of_overdue';\n        END IF;\n        RETURN NEW;\n    ",
                    hash="51a0f718198b0847ae84f5c19d2f85982383874f",
                    operation="INSERT",
                    pgid="pgtrigger_answer_of_overdue_28864",
                    table="supervision_overdueanswer",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="extensionevent",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="9c55b0a0f4566121b364028a3554efe0d57f22d4",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_85acf",
                    table="supervision_extensionevent",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="extension",
            constraint=models.UniqueConstraint(
                condition=models.Q(("status", "asked")), fields=("item",), name="one_open_extension"
            ),
        ),
        migrations.AddConstraint(
            model_name="extension",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("asked_on__lte", models.F("due_before")),
                    models.Q(
                        ("decided_on", None),
                        ("decided_on__lte", models.F("due_before")),
                        _connector="OR",
                    ),
                ),
                name="extension_before_due",
            ),
        ),
        migrations.AddConstraint(
            model_name="extension",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("new_due_on__gt", models.F("due_before")),
                    ("new_due_on__year", models.F("due_before__year")),
                ),
                name="extension_later_same_year",
            ),
        ),
        migrations.AddConstraint(
            model_name="extension",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("decided_by", None), ("decided_on", None), ("status", "asked")),
                    models.Q(
                        ("decided_by__isnull", False),
                        ("decided_on__isnull", False),
                        ("status__in", ["granted", "refused"]),
                    ),
                    _connector="OR",
                ),
                name="extension_decided_by_somebody",
            ),
        ),
        migrations.AddConstraint(
            model_name="extension",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("decided_by", None),
                    models.Q(("decided_by", models.F("asked_by")), _negated=True),
                    _connector="OR",
                ),
                name="extension_four_eyes",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="extension",
            trigger=pgtrigger.compiler.Trigger(
                name="extension_in_time",
                sql=audit.triggers.UnignorableSql(
                    declare="DECLARE due date;",
                    func="\n        IF TG_OP = 'DELETE' OR (TG_OP = 'UPDATE' AND (OLD.status <> 'asked'\n            OR (OLD.item_id, OLD.scope_path, OLD.due_before, OLD.new_due_on, OLD.asked_on,\n                OLD.asked_by_id, OLD.reason)\n            IS DISTINCT FROM (NEW.item_id, NEW.scope_path, NEW.due_before, NEW.new_due_on,\n                NEW.asked_on, NEW.asked_by_id, NEW.reason))) THEN\n            RAISE EXCEPTION 'a request for more time stays as it was asked and decided'\n              USING ERRCODE = 'check_violation', CONSTRAINT = 'extension_stays';\n        END IF;\n        PERFORM 1 FROM public.supervision_pledgeitem WHERE id = NEW.item_id FOR UPDATE;\n        \n    SELECT coalesce(max(e.new_due_on), i.due_on) INTO due\n    FROM public.supervision_pledgeitem i JOIN public.supervision_pledge p ON p.id = i.pledge_id\n    LEFT JOIN public.supervision_extension e ON e.item_id = i.id AND e.status = 'granted'\n    WHERE i.id = NEW.item_id AND i.scope_path = NEW.scope_path AND i.done_on IS NULL\n      AND p.status IN ('signed', 'in_progress') GROUP BY i.id;\n\n        IF due IS DISTINCT FROM NEW.due_before THEN\n            RAISE EXCEPTION 'not the day in force, or nothing is open'\n              USING ERRCODE = 'check_violation', CONSTRAINT = 'extension_in_time';\n        END IF;\n        RETURN NEW;\n    ",
                    hash="b26455a5b80835e1f496d9d3f3512d80652d4ba3",
                    operation="INSERT OR UPDATE OR DELETE",
                    pgid="pgtrigger_extension_in_time_a2283",
                    table="supervision_extension",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="extension",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "supervision_extensionevent" ("asked_by_id", "asked_on", "decided_by_id", "decided_on", "decision", "due_before", "id", "item_id", "new_due_on", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "scope_path", "status") VALUES (NEW."asked_by_id", NEW."asked_on", NEW."decided_by_id", NEW."decided_on", NEW."decision", NEW."due_before", NEW."id", NEW."item_id", NEW."new_due_on", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."reason", NEW."scope_path", NEW."status"); RETURN NULL;',
                    hash="1c76996a608aeb8980bbeb40cc0f36dc85dfe592",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_9643b",
                    table="supervision_extension",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="extension",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "supervision_extensionevent" ("asked_by_id", "asked_on", "decided_by_id", "decided_on", "decision", "due_before", "id", "item_id", "new_due_on", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "scope_path", "status") VALUES (NEW."asked_by_id", NEW."asked_on", NEW."decided_by_id", NEW."decided_on", NEW."decision", NEW."due_before", NEW."id", NEW."item_id", NEW."new_due_on", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."reason", NEW."scope_path", NEW."status"); RETURN NULL;',
                    hash="f24757e16056ec43788a92999a33bb9b2c667fe1",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_d74aa",
                    table="supervision_extension",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="extension",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "supervision_extensionevent" ("asked_by_id", "asked_on", "decided_by_id", "decided_on", "decision", "due_before", "id", "item_id", "new_due_on", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "scope_path", "status") VALUES (OLD."asked_by_id", OLD."asked_on", OLD."decided_by_id", OLD."decided_on", OLD."decision", OLD."due_before", OLD."id", OLD."item_id", OLD."new_due_on", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."reason", OLD."scope_path", OLD."status"); RETURN NULL;',
                    hash="1744663a65097490df1e2cacdd1e634125a267be",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_82423",
                    table="supervision_extension",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="pledgeitemevent",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="66b558105eb192c017f305b486176558ac48f4e4",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_69d6c",
                    table="supervision_pledgeitemevent",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="progress",
            constraint=models.CheckConstraint(
                condition=models.Q(("percent__lte", 100), ("quarter__gte", 1), ("quarter__lte", 4)),
                name="progress_in_range",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="progress",
            trigger=pgtrigger.compiler.Trigger(
                name="no_change",
                sql=audit.triggers.UnignorableSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="9584d378357ec406e4bfc78deaf8f80196a35aa5",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_no_change_66f6a",
                    table="supervision_progress",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="progress",
            trigger=pgtrigger.compiler.Trigger(
                name="no_truncate",
                sql=audit.triggers.UnignorableSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot truncate rows from % table', TG_TABLE_NAME;",
                    hash="1947faaaf4df11b3bf7e9db318632321f1583adb",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_no_truncate_6b00b",
                    table="supervision_progress",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="progress",
            trigger=pgtrigger.compiler.Trigger(
                name="progress_while_running",
                sql=audit.triggers.UnignorableSql(
                    func="\n        PERFORM 1 FROM public.supervision_pledge p\n          JOIN public.supervision_pledgeitem i ON i.pledge_id = p.id\n          WHERE i.id = NEW.item_id AND i.scope_path = NEW.scope_path\n            AND p.status IN ('signed', 'in_progress') FOR SHARE OF p;\n        IF NOT FOUND THEN\n            RAISE EXCEPTION 'progress of a pledge that does not run'\n              USING ERRCODE = 'check_violation', CONSTRAINT = 'progress_while_running';\n        END IF;\n        RETURN NEW;\n    ",
                    hash="f22290485faf2f9bd5b2c68a28d50b8e566900b5",
                    operation="INSERT",
                    pgid="pgtrigger_progress_while_running_e9bab",
                    table="supervision_progress",
                    when="BEFORE",
                ),
            ),
        ),
        *(RowSecurity(f"supervision_{name}{end}") for name in TRACKED for end in ("", "event")),
        *(RowSecurity(f"supervision_{name}") for name in ONCE),
        *(WrittenOnce(f"supervision_{name}") for name in ONCE),
        *(WrittenOnce(f"supervision_{name}event") for name in TRACKED),
    ]
