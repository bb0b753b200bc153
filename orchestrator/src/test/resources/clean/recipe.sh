#!/bin/sh
# Makes a fresh Debian what a freshly flashed Pi is to pilab, with an apt repository of its own as the only source.
# usage: sh recipe.sh, inside the root filesystem that debootstrap made
# stdout, stderr: what apt-get prints
# exit codes: 0 done, 1 failed
set -eu
export LC_ALL=C DEBIAN_FRONTEND=noninteractive

# What an installation may ask for, with all that it needs; nothing of it is installed.
rm -f /var/cache/apt/archives/*.deb
apt-get -o Acquire::https::CAInfo=/tmp/certificates install -y -q --download-only --no-install-recommends \
  gcc make libc6-dev git ca-certificates iperf3
mkdir -p /srv/apt
mv /var/cache/apt/archives/*.deb /srv/apt/
cd /srv/apt
for deb in *.deb; do
  dpkg-deb -f "$deb"
  sum=$(sha256sum "$deb")
  printf 'Filename: ./%s\nSize: %s\nSHA256: %s\n\n' "$deb" "$(wc -c <"$deb")" "${sum%% *}"
done >Packages
rm -rf /etc/apt/sources.list.d/* /var/lib/apt/lists/* /tmp/certificates
echo 'deb [trusted=yes] file:/srv/apt ./' >/etc/apt/sources.list
echo 'Acquire::Languages "none";' >/etc/apt/apt.conf.d/99no-translations
echo force-unsafe-io >/etc/dpkg/dpkg.cfg.d/no-waiting-for-the-disk

# The user as Raspberry Pi OS had it until April 2026; a test puts its key there.
useradd -m -s /bin/bash pi
echo 'pi ALL=(ALL) NOPASSWD: ALL' >/etc/sudoers.d/010_pi-nopasswd
chmod 440 /etc/sudoers.d/010_pi-nopasswd
install -d -m 700 -o pi -g pi /home/pi/.ssh

# No two hosts have the same keys.
rm -f /etc/ssh/ssh_host_* /etc/machine-id /etc/resolv.conf
