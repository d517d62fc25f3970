#!/usr/bin/env bash
# The AWS SDK for JavaScript 3 with its default settings.
source "$(dirname "$0")/lib.sh"
command -v node >/dev/null || need node nodejs
bucket="${bucket//_/-}"
modules="$clients_dir/aws-sdk-js"
if [[ ! -e "$modules/.ready" ]]; then
  mkdir -p "$modules"
  npm install --silent --no-audit --no-fund --prefix "$modules" @aws-sdk/client-s3 @aws-sdk/lib-storage @aws-sdk/s3-request-presigner >&2
  touch "$modules/.ready"
fi
step "version $(node -p "require('$modules/node_modules/@aws-sdk/client-s3/package.json').version")"
cp "$(dirname "$0")/aws_sdk_js_round_trip.mjs" "$modules/round_trip.mjs"
node --no-warnings "$modules/round_trip.mjs" "$bucket"
step "ok"
