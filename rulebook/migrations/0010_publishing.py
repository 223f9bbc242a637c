"""Files that officers put forward, rulings on them, trial calculations."""

import django.db.models.deletion
import django.db.models.functions.datetime
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models

import audit.triggers


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0010_administration"),
        ("rulebook", "0002_row_security"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="RuleFile",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("sha", models.CharField(max_length=64, unique=True, verbose_name="哈希")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("values", "数值"),
                            ("catalogues", "目录新版"),
                            ("county", "县的规定"),
                            ("confirmations", "核对确认"),
                        ],
                        max_length=13,
                        verbose_name="类别",
                    ),
                ),
                ("where", models.CharField(blank=True, max_length=6, verbose_name="县")),
                ("title", models.CharField(max_length=120, verbose_name="名称")),
                ("document", models.CharField(max_length=120, verbose_name="文号")),
                ("issued", models.DateField(verbose_name="成文日期")),
                ("text", models.TextField(verbose_name="内容")),
                ("note", models.CharField(blank=True, max_length=300, verbose_name="说明")),
                ("proposed_on", models.DateField(verbose_name="提出日期")),
                (
                    "made_at",
                    models.DateTimeField(
                        db_default=django.db.models.functions.datetime.Now(),
                        editable=False,
                        verbose_name="记录时间",
                    ),
                ),
                (
                    "proposed_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="提出人",
                    ),
                ),
            ],
            options={
                "verbose_name": "规则文件",
                "verbose_name_plural": "规则文件",
            },
        ),
        migrations.CreateModel(
            name="Ruling",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("published", models.BooleanField(verbose_name="公布")),
                ("ruled_on", models.DateField(verbose_name="办理日期")),
                ("reason", models.CharField(blank=True, max_length=300, verbose_name="理由")),
                (
                    "made_at",
                    models.DateTimeField(
                        db_default=django.db.models.functions.datetime.Now(),
                        editable=False,
                        verbose_name="记录时间",
                    ),
                ),
                (
                    "file",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="ruling",
                        to="rulebook.rulefile",
                    ),
                ),
                (
                    "proposed_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="提出人",
                    ),
                ),
                (
                    "ruled_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="批准人",
                    ),
                ),
            ],
            options={
                "verbose_name": "公布决定",
                "verbose_name_plural": "公布决定",
            },
        ),
        migrations.CreateModel(
            name="WhatIf",
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
                ("year", models.PositiveSmallIntegerField(verbose_name="年度")),
                (
                    "base_pay",
                    models.DecimalField(decimal_places=2, max_digits=9, verbose_name="假定基准"),
                ),
                ("variants", models.JSONField(verbose_name="改哪些数")),
                ("asked_by_name", models.CharField(max_length=64, verbose_name="推演人")),
                ("asked_on", models.DateField(verbose_name="推演日期")),
                ("total", models.PositiveSmallIntegerField(default=0, verbose_name="共几步")),
                ("done", models.PositiveSmallIntegerField(default=0, verbose_name="已做几步")),
                ("summary", models.JSONField(null=True, verbose_name="结果")),
                (
                    "failure",
                    models.CharField(blank=True, max_length=300, verbose_name="没有做成的原因"),
                ),
                (
                    "asked_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "division",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.division",
                        verbose_name="范围",
                    ),
                ),
                (
                    "file",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="trials",
                        to="rulebook.rulefile",
                        verbose_name="规则文件",
                    ),
                ),
            ],
            options={
                "verbose_name": "推演",
                "verbose_name_plural": "推演",
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="rulefile",
            trigger=pgtrigger.compiler.Trigger(
                name="no_change",
                sql=audit.triggers.UnignorableSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="5a04f225796f7657344aaa2c04fae8b6380e047c",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_no_change_67986",
                    table="rulebook_rulefile",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="rulefile",
            trigger=pgtrigger.compiler.Trigger(
                name="no_truncate",
                sql=audit.triggers.UnignorableSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot truncate rows from % table', TG_TABLE_NAME;",
                    hash="c99356a38764e80e931d398906e978d3b08748b1",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_no_truncate_4eb6d",
                    table="rulebook_rulefile",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="ruling",
            constraint=models.CheckConstraint(
                condition=models.Q(("ruled_by", models.F("proposed_by")), _negated=True),
                name="ruling_four_eyes",
            ),
        ),
        migrations.AddConstraint(
            model_name="ruling",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("published", True), models.Q(("reason", ""), _negated=True), _connector="OR"
                ),
                name="ruling_declined_with_reason",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="ruling",
            trigger=pgtrigger.compiler.Trigger(
                name="no_change",
                sql=audit.triggers.UnignorableSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="ae0d5189076372d0d6e583e390c5ab6c15b23222",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_no_change_e4690",
                    table="rulebook_ruling",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="ruling",
            trigger=pgtrigger.compiler.Trigger(
                name="no_truncate",
                sql=audit.triggers.UnignorableSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot truncate rows from % table', TG_TABLE_NAME;",
                    hash="e10dcc56009d5062c75af230e65c4acbb6a2fcd5",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_no_truncate_1fb9e",
                    table="rulebook_ruling",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="ruling",
            trigger=pgtrigger.compiler.Trigger(
                name="same_proposer",
                sql=audit.triggers.UnignorableSql(
                    func="\n        IF NEW.proposed_by_id IS DISTINCT FROM\n           (SELECT proposed_by_id FROM rulebook_rulefile WHERE id = NEW.file_id) THEN\n            RAISE EXCEPTION 'the ruling names another proposer than the file'\n                USING ERRCODE = 'check_violation', CONSTRAINT = 'ruling_same_proposer';\n        END IF;\n        RETURN NEW;\n    ",
                    hash="5a8052731a7a754ada6cd1ca03bd9607f63ab66a",
                    operation="INSERT",
                    pgid="pgtrigger_same_proposer_0c6c9",
                    table="rulebook_ruling",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="whatif",
            constraint=models.CheckConstraint(
                condition=models.Q(("done__lte", models.F("total"))),
                name="whatif_done_within_total",
            ),
        ),
    ]
