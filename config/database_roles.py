"""The two database roles and the database they share, as SQL for psql.

The embedded server runs this very text; `manage.py setup_database` prints it for any other.
"""

from __future__ import annotations

OWNER = "cadres_owner"
APP = "cadres_app"
DATABASE = "village_cadres"

# Variables, not text pasted in: psql quotes whatever the password contains.
PASSWORDS = """\
\\set ON_ERROR_STOP on
\\set owner_password '{owner_password}'
\\set app_password '{app_password}'
SELECT :'owner_password' = '' OR :'app_password' = '' AS unfilled \\gset
\\if :unfilled
  DO $$ BEGIN RAISE EXCEPTION '请先在文件开头填写两个口令'; END $$;
\\endif

"""

SERVER = """\
-- 1. The owner: migrations, demo build, test set-up. Bypasses row security.
SELECT 'CREATE ROLE {owner} LOGIN' WHERE NOT EXISTS
  (SELECT FROM pg_roles WHERE rolname = '{owner}') \\gexec
ALTER ROLE {owner} WITH NOSUPERUSER NOCREATEROLE CREATEDB BYPASSRLS PASSWORD :'owner_password';

-- 2. The application: web, tasks, commands. Owns nothing, row security always applies to it.
SELECT 'CREATE ROLE {app} LOGIN' WHERE NOT EXISTS
  (SELECT FROM pg_roles WHERE rolname = '{app}') \\gexec
ALTER ROLE {app} WITH NOSUPERUSER NOCREATEROLE NOCREATEDB NOBYPASSRLS PASSWORD :'app_password';

-- 3. The database.
SELECT 'CREATE DATABASE {database} OWNER {owner} TEMPLATE template0 ENCODING ''UTF8'''
  WHERE NOT EXISTS (SELECT FROM pg_database WHERE datname = '{database}') \\gexec
REVOKE ALL ON DATABASE {database} FROM PUBLIC;
GRANT CONNECT, TEMPORARY ON DATABASE {database} TO {app};

\\connect {database}
"""

# Plain SQL that the owner of a database may run too: the tests set up their template with it.
INSIDE = """\
CREATE EXTENSION IF NOT EXISTS btree_gist;
CREATE EXTENSION IF NOT EXISTS pg_trgm;
REVOKE ALL ON SCHEMA public FROM PUBLIC;
GRANT USAGE ON SCHEMA public TO {app};
GRANT ALL ON SCHEMA public TO {owner};
-- Whatever the owner creates later, the application may use; it may not truncate it.
ALTER DEFAULT PRIVILEGES FOR ROLE {owner} IN SCHEMA public
  GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO {app};
ALTER DEFAULT PRIVILEGES FOR ROLE {owner} IN SCHEMA public
  GRANT USAGE, SELECT ON SEQUENCES TO {app};
"""


def script(*, owner_password: str = "", app_password: str = "") -> str:
    """Give the whole set-up, to be run by a superuser; running it again only sets passwords."""
    names = {"owner": OWNER, "app": APP, "database": DATABASE}
    secrets = {"owner_password": _escaped(owner_password), "app_password": _escaped(app_password)}
    return PASSWORDS.format(**secrets) + (SERVER + INSIDE).format(**names)


def inside(*, owner: str, app: str) -> str:
    """Give the part that runs within the database."""
    return INSIDE.format(owner=owner, app=app)


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace("'", "\\'")
