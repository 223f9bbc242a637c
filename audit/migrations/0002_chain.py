"""The chain: each event gets its link when its transaction commits, one commit at a time."""

from django.db import migrations

from audit.walls import WrittenOnce

# Used by the trigger and by `verify_audit`: the columns are named one by one, so that a later
# column changes no old hash, and nothing depends on the session's time zone or formats. A body
# with RETURN is bound to its functions here and now, whatever search_path a caller brings.
DIGEST = """
CREATE FUNCTION audit_digest(previous text, event audit_event) RETURNS text
LANGUAGE sql STABLE
RETURN encode(sha256(convert_to(previous || chr(10) || jsonb_build_array(
    (event).id,
    to_char((event).at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US'),
    (event).name, (event).actor, (event).actor_name, (event).role, (event).place,
    (event).address, (event).request_id,
    (event).object_type, (event).object_id, (event).object_label,
    (event).scope_path, (event).data
)::text, 'UTF8')), 'hex');
"""

# The moment is the database's own: whoever writes an event cannot date it back.
STAMP = """
CREATE FUNCTION audit_stamp() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog AS $$
BEGIN
    NEW.at := clock_timestamp();
    RETURN NEW;
END
$$;
CREATE TRIGGER stamp BEFORE INSERT ON audit_event
    FOR EACH ROW EXECUTE FUNCTION audit_stamp();
"""

# Deferred to the commit, so that the lock is held for moments: a long import that has written
# events and not committed them keeps nobody from logging in. The lock is released after the
# commit can be seen, so the next writer reads this link. SECURITY DEFINER: the application may
# not write links itself. 6_361 is an arbitrary number, this lock's alone.
LINK = """
CREATE FUNCTION audit_link_event() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    head public.audit_link;
BEGIN
    PERFORM pg_advisory_xact_lock(6361, 1);
    SELECT * INTO head FROM public.audit_link ORDER BY seq DESC LIMIT 1;
    INSERT INTO public.audit_link (seq, event_id, previous, hash)
    VALUES (
        coalesce(head.seq, 0) + 1, NEW.id, coalesce(head.hash, ''),
        public.audit_digest(coalesce(head.hash, ''), NEW)
    );
    RETURN NULL;
END
$$;
REVOKE ALL ON FUNCTION audit_link_event() FROM PUBLIC;
CREATE CONSTRAINT TRIGGER link AFTER INSERT ON audit_event
    DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW EXECUTE FUNCTION audit_link_event();
"""

BACK = """
DROP TRIGGER link ON audit_event;
DROP TRIGGER stamp ON audit_event;
DROP FUNCTION audit_link_event();
DROP FUNCTION audit_stamp();
DROP FUNCTION audit_digest(text, audit_event);
"""


class Migration(migrations.Migration):
    dependencies = [("audit", "0001_initial")]

    operations = [
        migrations.RunSQL(DIGEST + STAMP + LINK, BACK),
        WrittenOnce("audit_event"),
        WrittenOnce("audit_link", readonly=True),
    ]
