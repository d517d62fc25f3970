#!/usr/bin/env bash
# Installs Debian's packages that Torc uses where they are there: libisal2, which makes erasure coding several times
# faster, and nftables, with which torc chaos cuts networks. Says what is missing where it cannot install.
#
#   tools/packages.sh [faults]     with faults: also the disks of tools/faults.sh, which are nbdkit's
set -uo pipefail
wanted=()
ldconfig -p | grep -q 'libisal\.so\.2' || wanted+=(libisal2)
command -v nft >/dev/null || wanted+=(nftables)
if [ "${1:-}" = faults ]; then
  command -v nbdkit >/dev/null || wanted+=(nbdkit)
  command -v nbdfuse >/dev/null || wanted+=(libnbd-bin fuse3)
fi
[ "${#wanted[@]}" -gt 0 ] || exit 0
sudo=()
[ "$(id -u)" = 0 ] || sudo=(sudo -n)
install() { "${sudo[@]}" apt-get install -y -qq --no-install-recommends "${wanted[@]}" >/dev/null 2>&1; }
install || { "${sudo[@]}" apt-get update -qq >/dev/null 2>&1 && install; } || { echo "not installed: ${wanted[*]}"; exit 1; }
echo "installed: ${wanted[*]}"
