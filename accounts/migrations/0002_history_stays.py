from django.db import migrations

from audit.walls import WrittenOnce

# pghistory's own rewrites a context that is there already, for which the application would need
# the right to change contexts: who did what. Ours never change once written.
CONTEXT = """
CREATE OR REPLACE FUNCTION _pgh_attach_context() RETURNS pghistory_context.id%TYPE
LANGUAGE plpgsql AS $$
DECLARE
    context uuid := nullif(current_setting('pghistory.context_id', true), '')::uuid;
    said jsonb := nullif(current_setting('pghistory.context_metadata', true), '')::jsonb;
BEGIN
    IF context IS NOT NULL AND said IS NOT NULL THEN
        INSERT INTO pghistory_context (id, metadata, created_at, updated_at)
            VALUES (context, said, now(), now()) ON CONFLICT (id) DO NOTHING;
        RETURN context;
    END IF;
    RETURN NULL;
END
$$;
"""


class Migration(migrations.Migration):
    dependencies = [("accounts", "0001_initial"), ("audit", "0002_chain")]

    operations = [
        migrations.RunSQL(CONTEXT, migrations.RunSQL.noop),
        WrittenOnce("pghistory_context"),
        WrittenOnce("accounts_divisionevent"),
        WrittenOnce("accounts_divisioncodeevent"),
        WrittenOnce("accounts_userevent"),
        WrittenOnce("accounts_rolegrantevent"),
    ]
