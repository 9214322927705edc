#!/usr/bin/env bash
# Two agents log in to a phone at Ozonetel's API and out. Prints what is answered.
set -euo pipefail
server=${LOGINGATE_URL:-http://127.0.0.1:8080}
password=${PASSWORD:-correct-horse}
account=${ACCOUNT:-demo_account}
key=${API_KEY:-KKdemo}

# Password and key are not among the arguments, which others on the machine can read.
ask() {
    local agent=$1
    shift
    printf 'user = "%s:%s"\n' "$agent" "$password" | curl -sS --config - -w '\n' \
        "$server/CAServices/AgentAuthenticationV2/index.php" \
        --data-urlencode "userName=$account" --data-urlencode apiKey@<(printf '%s' "$key") "$@"
}

ask AG1001 --data-urlencode phoneNumber=+915550100001 -d action=login
ask AG1001 --data-urlencode phoneNumber=+915550100001 -d action=LOGIN
ask AG1002 --data-urlencode 'phoneNumber=+91 55501-00001' -d action=login
ask AG1001 -d action=logout
ask AG1001 -d action=logout
