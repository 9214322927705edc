#!/usr/bin/env bash
# PUT works as POST does. Ids may be texts, and the list an object, as PHP writes an array with holes.
set -euo pipefail
server=${LOGINGATE_URL:-http://127.0.0.1:8080}

curl -sS -w '\n' -X PUT "$server/vcc/project-login" --data-binary @- <<'JSON'
{"projectId":"1","userId":"2","groupId":2,"secondaryProjectIds":{"0":2,"2":3,"3":"4","7":5}}
JSON
