#!/usr/bin/env bash
# A body encrypted as VCC Live encrypts it: AES-256-CTR under a passphrase whose bytes are the key, filled up with
# zeros, with a new initialisation vector each time, in hexadecimal in the query.
set -euo pipefail
server=${LOGINGATE_URL:-http://127.0.0.1:8080}

login='{"projectId":1,"userId":2,"groupId":2,"secondaryProjectIds":[2,3,4,5]}'
key=$(printf '%s' 'very secret key' | od -An -v -tx1 | tr -d ' \n')
key=$(printf '%-64s' "$key" | tr ' ' 0)
iv=$(openssl rand -hex 16)
body=$(printf '%s' "$login" | openssl enc -aes-256-ctr -K "$key" -iv "$iv" -a -A)
curl -sS -w '\n' "$server/vcc/encrypted?iv=$iv" --data-binary "$body"
