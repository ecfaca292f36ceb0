#!/bin/bash
# Makes the role that serves when the database of docker-compose.yml is made; the image of PostgreSQL runs it then, once.
# The role owns nothing; what it may do with each table is written in the migrations.
set -e
password=$(cat /run/secrets/app_password)
psql --set=ON_ERROR_STOP=1 --set=password="$password" --username="$POSTGRES_USER" --dbname="$POSTGRES_DB" <<'SQL'
create role treffpunkt_app login password :'password';
SQL
