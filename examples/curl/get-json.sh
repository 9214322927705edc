#!/usr/bin/env bash
# A query whose list and custom data are JSON texts, percent-encoded by curl.
set -euo pipefail
server=${LOGINGATE_URL:-http://127.0.0.1:8080}

curl -sS -w '\n' -G "$server/vcc/project-login" -d projectId=1 -d userId=2 -d groupId=2 \
  --data-urlencode 'secondaryProjectIds=[2,3,4,5]' --data-urlencode 'customData={"region":"EU"}'
