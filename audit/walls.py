"""Take from everybody but the owner the right to change what was written once."""

from __future__ import annotations

from django.db.migrations.operations import RunSQL

# Every grantee rather than a name: on an external server the application's role has any name.
REVOKE = """
DO $$
DECLARE other text;
BEGIN
    FOR other IN
        SELECT DISTINCT CASE WHEN acl.grantee = 0 THEN 'PUBLIC'
                             ELSE quote_ident(pg_get_userbyid(acl.grantee)) END
        FROM pg_class, aclexplode(coalesce(relacl, acldefault('r', relowner))) AS acl
        WHERE oid = '"{table}"'::regclass AND acl.grantee <> relowner
    LOOP
        EXECUTE format('REVOKE {rights} ON "{table}" FROM %s', other);
    END LOOP;
END
$$;
"""


class WrittenOnce(RunSQL):
    """Leave the application the right to read and add rows of a table, or only to read."""

    def __init__(self, table: str, *, readonly: bool = False) -> None:
        rights = "UPDATE, DELETE, TRUNCATE, TRIGGER, REFERENCES"
        if readonly:
            rights = f"INSERT, {rights}"
        super().__init__(sql=REVOKE.format(table=table, rights=rights), reverse_sql=RunSQL.noop)
