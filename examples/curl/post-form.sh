#!/usr/bin/env bash
# A form as the body, with lists and custom data in brackets.
set -euo pipefail
server=${LOGINGATE_URL:-http://127.0.0.1:8080}

curl -sS -w '\n' "$server/vcc/project-login" \
  -d projectId=1 -d userId=2 -d groupId=2 -d 'customData[region]=EU' \
  -d 'secondaryProjectIds[]=2' -d 'secondaryProjectIds[]=3' -d 'secondaryProjectIds[]=4' -d 'secondaryProjectIds[]=5'
