#!/bin/sh
# The operator's commands of a Treffpunkt that runs under systemd: docs/operations.md says how to put it in place.
# It takes the settings of the service; what is given before the command wins:
#   DATA_DIR=/var/tmp/drill treffpunkt verify
#   DATA_DIR=/var/tmp/drill PORT=3999 treffpunkt start --empty
set -eu
settings=/etc/treffpunkt.env
if ! [ -r "$settings" ]; then
  echo "$settings cannot be read: run this as root (sudo treffpunkt …), or make the file as docs/operations.md says." >&2
  exit 1
fi
given=$(export -p)
set -a
. "$settings"
set +a
eval "$given"
export HOME=/var/lib/treffpunkt
umask 077
cd /opt/treffpunkt
case "${1-}" in
  start) shift; set -- start -- "$@" ;;
  *) set -- run --silent cli -- "$@" ;;
esac
exec setpriv --reuid=treffpunkt --regid=treffpunkt --init-groups npm "$@"
