"""Triggers that cannot be talked out of firing.

pgtrigger's own ask a session setting, `pgtrigger.ignore`, which any SQL session may set; what
guards a rule must not. Use these for rules, pgtrigger's for conveniences.
"""

from __future__ import annotations

import pgtrigger
from django.db import models
from pgtrigger import compiler


class UnignorableSql(compiler.UpsertTriggerSql):
    """The SQL of a trigger without the question whether to ignore it."""

    def get_template(self) -> str:
        """Give pgtrigger's template less its first half; migrations refer to it, keep it as is."""
        return """
            CREATE OR REPLACE FUNCTION {pgid}()
            RETURNS TRIGGER AS $$
                {declare}
                BEGIN
                    {func}
                END;
            $$ LANGUAGE plpgsql;

            DROP TRIGGER IF EXISTS {pgid} ON {table};
            CREATE {constraint} TRIGGER {pgid}
                {when} {operation} ON {table}
                {timing}
                {referencing}
                FOR EACH {level} {condition}
                EXECUTE PROCEDURE {execute};

            COMMENT ON TRIGGER {pgid} ON {table} IS '{hash}';
        """


class Trigger(pgtrigger.Trigger):
    """A trigger of our own that always fires."""

    def compile(self, model: models.Model) -> compiler.Trigger:
        """Compile as pgtrigger does, into SQL that does not ask."""
        name, sql = super().compile(model).name, super().compile(model).sql
        kwargs = {key: value for key, value in sql.kwargs.items() if key != "ignore_func_name"}
        return compiler.Trigger(name=name, sql=UnignorableSql(**kwargs))


class Protect(Trigger, pgtrigger.Protect):
    """Refuse the operation, whoever asks for it."""
