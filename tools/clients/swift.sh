#!/usr/bin/env bash
# python-swiftclient and the openstack command: uploads, listings, metadata, copies, expiry, large files, both logins.
source "$(dirname "$0")/lib.sh"
python="$(python_venv swift 'python-swiftclient[keystone]' python-openstackclient)"
bin="$(dirname "$python")"
step "version $("$bin/swift" --version | head -1), $("$bin/openstack" --version 2>/dev/null)"

# with LOGIN COMMAND...: runs a command with the variables of one login only.
legacy() { env -u OS_AUTH_URL -u OS_IDENTITY_API_VERSION -u OS_USERNAME -u OS_PASSWORD ST_AUTH_VERSION=1.0 "$bin/swift" -q "$@"; }
keystone() { env -u ST_AUTH -u ST_USER -u ST_KEY "$bin/swift" --auth-version 3 -q "$@"; }

# Reads all of its input: with grep -q, who writes would die of a closed pipe.
has() { grep "$@" >/dev/null; }

make_tree "$work/tree"
cd "$work"
for login in legacy keystone; do
  step "$login login: up, list, down"
  "$login" upload -S $((5 * 1024 * 1024 * 1024)) "$bucket" tree >/dev/null
  [[ "$("$login" list "$bucket" | wc -l)" == 7 ]] || fail "$login: list"
  [[ "$("$login" list "$bucket" --prefix tree/ --delimiter / | grep -c '/$')" == 1 ]] || fail "$login: delimiter"
  "$login" download "$bucket" -D "$work/back-$login" >/dev/null
  same_tree "$work/tree" "$work/back-$login/tree"
  step "$login login: metadata, copy, expiry, capabilities"
  "$login" post "$bucket" -m Colour:red -r '.r:*,.rlistings'
  "$login" stat "$bucket" | has 'Meta Colour: red' || fail "$login: metadata"
  "$login" post "$bucket" tree/4k -H 'X-Delete-After: 1000' -m A:b
  "$login" stat "$bucket" tree/4k | has 'X-Delete-At' || fail "$login: expiry"
  "$login" copy "$bucket" tree/one -d "/$bucket/copied" >/dev/null
  "$login" list "$bucket" | has -x copied || fail "$login: copy"
  "$login" capabilities | has max_file_size || fail "$login: capabilities"
  "$login" delete "$bucket" >/dev/null
done

step "openstack: token, users, projects, roles, keys, containers, objects"
openstack() { "$bin/openstack" "$@"; }
openstack token issue -f value -c id | has . || fail "token issue"
openstack project create --or-show "p-$bucket" -f value -c id >/dev/null
openstack user create --or-show --password "pw-$bucket" "u-$bucket" -f value -c id >/dev/null
openstack role add --project "p-$bucket" --user "u-$bucket" member
openstack role assignment list --names --user "u-$bucket" -f value | has member || fail "role assignment"
openstack ec2 credentials create -f value -c access | has . || fail "ec2 credentials"
openstack catalog list -f value -c Type | has object-store || fail "catalog"
openstack container create "$bucket" >/dev/null
(cd tree && openstack object create "$bucket" 4k >/dev/null)
openstack object save --file "$work/saved" "$bucket" 4k
same "$work/saved" tree/4k
other() { OS_USERNAME="u-$bucket" OS_PASSWORD="pw-$bucket" OS_PROJECT_NAME="p-$bucket" "$bin/openstack" "$@"; }
other container list >/dev/null || fail "the new user's login"
other project create no >/dev/null 2>&1 && fail "a member made a project"
openstack object delete "$bucket" 4k
openstack container delete "$bucket"
openstack user delete "u-$bucket"
openstack project delete "p-$bucket"
step "ok"
