"""What a person's file holds besides the person: schooling, career, family, rewards, papers."""

from __future__ import annotations

from typing import ClassVar

import pghistory
from django.db import models
from django.db.models import F, Q

from accounts.encryption import EncryptedTextField
from accounts.scope import ScopedQuerySet, scope_path_field
from cadres import codes
from cadres.models.files import StoredFile


class FileRow(models.Model):
    """A row of somebody's file: it moves with the file, so its scope path is the file's."""

    person = models.ForeignKey(
        "cadres.Person", models.PROTECT, related_name="file_%(class)ss", verbose_name="干部"
    )
    scope_path = scope_path_field()

    class Meta:
        abstract = True


class EducationQuerySet(ScopedQuerySet["Education"]):
    pass


@pghistory.track(append_only=True)
class Education(FileRow):
    """A course of study that ended with a certificate."""

    class Mode(models.TextChoices):
        FULL_TIME = "full_time", "全日制教育"
        IN_SERVICE = "in_service", "在职教育"

    mode = models.CharField("教育类别", max_length=12, choices=Mode)
    level = models.CharField("学历", max_length=2, help_text="GB/T 4658")
    degree = models.CharField("学位", max_length=3, blank=True, help_text="GB/T 6864")
    school = models.CharField("毕业院校", max_length=80)
    major = models.CharField("专业", max_length=60, blank=True)
    began_on = models.DateField("入学日期", null=True, blank=True)
    graduated_on = models.DateField("毕业日期", null=True, blank=True)

    objects: ClassVar[models.Manager[Education]] = EducationQuerySet.as_manager()

    class Meta:
        verbose_name = "学历教育"
        verbose_name_plural = "学历教育"
        constraints = (
            models.CheckConstraint(
                name="education_days_in_order",
                condition=Q(began_on=None)
                | Q(graduated_on=None)
                | Q(graduated_on__gte=F("began_on")),
            ),
        )

    def __str__(self) -> str:
        return self.school

    @property
    def level_label(self) -> str:
        return codes.label("education", self.level)

    @property
    def degree_label(self) -> str:
        return codes.label("degree", self.degree)


class ExperienceQuerySet(ScopedQuerySet["Experience"]):
    pass


@pghistory.track(append_only=True)
class Experience(FileRow):
    """A line of the résumé (简历): from a day to a day, where and as what."""

    began_on = models.DateField("起始日期")
    ended_on = models.DateField("结束日期", null=True, blank=True)
    text = models.CharField("单位和职务", max_length=120)

    objects: ClassVar[models.Manager[Experience]] = ExperienceQuerySet.as_manager()

    class Meta:
        verbose_name = "简历"
        verbose_name_plural = "简历"
        constraints = (
            models.CheckConstraint(
                name="experience_days_in_order",
                condition=Q(ended_on=None) | Q(ended_on__gte=F("began_on")),
            ),
        )

    def __str__(self) -> str:
        return self.text


class RelativeQuerySet(ScopedQuerySet["Relative"]):
    pass


@pghistory.track(append_only=True)
class Relative(FileRow):
    """A family member or close relative; what office he holds is what 回避 asks."""

    class Relation(models.TextChoices):
        SPOUSE = "spouse", "配偶"
        CHILD = "child", "子女"
        PARENT = "parent", "父母"
        SIBLING = "sibling", "兄弟姐妹"
        IN_LAW = "in_law", "姻亲"
        OTHER = "other", "其他亲属"

    relation = models.CharField("关系", max_length=8, choices=Relation)
    title = models.CharField("称谓", max_length=12, help_text="如 妻子、长子、岳父")
    name = EncryptedTextField("姓名")
    born_on = models.DateField("出生日期", null=True, blank=True)
    political_status = models.CharField("政治面貌", max_length=2, blank=True, help_text="GB/T 4762")
    work = EncryptedTextField("工作单位及职务", blank=True)
    holds_office = models.BooleanField("担任公职或村干部", default=False)
    # Set where the relative is himself a cadre whose file the reader may see.
    cadre = models.ForeignKey(
        "cadres.Person", models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name="本系统档案",
    )  # fmt: skip

    objects: ClassVar[models.Manager[Relative]] = RelativeQuerySet.as_manager()

    class Meta:
        verbose_name = "家庭成员"
        verbose_name_plural = "家庭成员"
        constraints = (
            models.CheckConstraint(
                name="relative_is_somebody_else",
                condition=Q(cadre=None) | ~Q(cadre=F("person")),
            ),
        )

    def __str__(self) -> str:
        return self.title

    @property
    def party(self) -> str:
        """Name the political status."""
        return codes.label("political_status", self.political_status)


class RewardQuerySet(ScopedQuerySet["Reward"]):
    pass


@pghistory.track(append_only=True)
class Reward(FileRow):
    """A commendation."""

    class Level(models.TextChoices):
        NATIONAL = "national", "国家级"
        PROVINCE = "province", "省级"
        CITY = "city", "市级"
        COUNTY = "county", "县级"
        TOWNSHIP = "township", "乡级"

    title = models.CharField("名称", max_length=80)
    level = models.CharField("级别", max_length=8, choices=Level)
    granted_by = models.CharField("授予机关", max_length=80)
    granted_on = models.DateField("授予日期")
    document = models.CharField("文号", max_length=80, blank=True)

    objects: ClassVar[models.Manager[Reward]] = RewardQuerySet.as_manager()

    class Meta:
        verbose_name = "奖励"
        verbose_name_plural = "奖励"

    def __str__(self) -> str:
        return self.title


class DossierClass(models.TextChoices):
    """The seven classes of policy.md C12."""

    CAREER = "career", "履历"
    ASSESSMENT = "assessment", "考核评议"
    EDUCATION = "education", "学历"
    PARTY = "party", "入党团"
    REWARD = "reward", "奖惩"
    APPOINTMENT = "appointment", "任免待遇"
    OTHER = "other", "其他"


class DocumentQuerySet(ScopedQuerySet["Document"]):
    def standing(self) -> DocumentQuerySet:
        """Leave out what was withdrawn."""
        return self.filter(withdrawn_on=None)


@pghistory.track(append_only=True)
class Document(FileRow):
    """A paper of the dossier. Never deleted: withdrawn with a reason."""

    dossier_class = models.CharField("类别", max_length=12, choices=DossierClass)
    title = models.CharField("材料名称", max_length=80)
    dated_on = models.DateField("材料日期", null=True, blank=True)
    file = models.ForeignKey(StoredFile, models.PROTECT, related_name="+", verbose_name="文件")
    added_by = models.CharField("归档人", max_length=64)
    added_on = models.DateField("归档日期")
    withdrawn_on = models.DateField("撤出日期", null=True, blank=True)
    withdrawn_by = models.CharField("撤出人", max_length=64, blank=True)
    withdrawn_why = models.CharField("撤出原因", max_length=200, blank=True)

    objects: ClassVar[models.Manager[Document]] = DocumentQuerySet.as_manager()

    class Meta:
        verbose_name = "档案材料"
        verbose_name_plural = "档案材料"
        constraints = (
            models.CheckConstraint(
                name="document_withdrawn_in_full",
                condition=Q(withdrawn_on=None, withdrawn_by="", withdrawn_why="")
                | (Q(withdrawn_on__isnull=False) & ~Q(withdrawn_by="") & ~Q(withdrawn_why="")),
            ),
        )

    def __str__(self) -> str:
        return self.title
