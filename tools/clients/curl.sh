# curl against Swift with a token, and against S3 with curl's own signatures: the plainest clients there are.
set -euo pipefail

head=$(curl -fsS -D - -o /dev/null -H "X-Auth-User: $ST_USER" -H "X-Auth-Key: $ST_KEY" "$ST_AUTH" | tr -d '\r')
url=$(sed -n 's/^X-Storage-Url: //p' <<<"$head")
token=$(sed -n 's/^X-Auth-Token: //p' <<<"$head")
swift() { curl -fsS -H "X-Auth-Token: $token" "$@"; }

head -c 3000000 /dev/urandom >large
printf 'small' >small
: >empty

swift -X PUT "$url/box"
for name in large small empty; do
  swift -T "$name" "$url/box/swift-$name" >/dev/null
  swift "$url/box/swift-$name" | cmp - "$name"
done

s3() {
  curl -fsS --aws-sigv4 "aws:amz:$AWS_DEFAULT_REGION:s3" --user "$AWS_ACCESS_KEY_ID:$AWS_SECRET_ACCESS_KEY" \
    -H 'x-amz-content-sha256: UNSIGNED-PAYLOAD' "$@"
}
# What Swift stored, S3 reads, and the other way round.
for name in large small empty; do
  s3 "$AWS_ENDPOINT_URL/box/swift-$name" | cmp - "$name"
  s3 -T "$name" "$AWS_ENDPOINT_URL/box/s3-$name"
  swift "$url/box/s3-$name" | cmp - "$name"
done

test "$(swift "$url/box" | sort | tr '\n' ' ')" = "s3-empty s3-large s3-small swift-empty swift-large swift-small "
swift -r 1000-1999 "$url/box/s3-large" | cmp - <(tail -c +1001 large | head -c 1000)

# Without a token, with a wrong one, and with a wrong key, nothing is given.
test "$(curl -s -o /dev/null -w '%{http_code}' "$url/box/small")" = 401
test "$(curl -s -o /dev/null -w '%{http_code}' -H 'X-Auth-Token: junk' "$url/box/small")" = 401
test "$(curl -s -o /dev/null -w '%{http_code}' --aws-sigv4 "aws:amz:$AWS_DEFAULT_REGION:s3" \
  -H 'x-amz-content-sha256: UNSIGNED-PAYLOAD' --user "$AWS_ACCESS_KEY_ID:wrong" "$AWS_ENDPOINT_URL/box/swift-small")" = 403
