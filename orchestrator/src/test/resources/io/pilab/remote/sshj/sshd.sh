#!/bin/sh
# A throw-away OpenSSH server over a root filesystem that stays as it is. To be run as process 1 of its own
# namespaces: unshare --mount --pid --fork --kill-child sh sshd.sh ROOT DIRECTORY PORT LINE
# DIRECTORY: takes the keys and what is known about them, in keys/, before the server listens.
# stderr: "Server listening on 127.0.0.1 port PORT." once it does. Exit codes: those of sshd; 2 usage.
set -eu
[ $# -eq 4 ] || exit 2
root=$1 directory=$2 port=$3 line=$4
keys=$directory/keys

mount --make-rprivate /
mkdir -p "$directory/fs" "$keys"
mount -t tmpfs tmpfs "$directory/fs"
mkdir "$directory/fs/upper" "$directory/fs/work" "$directory/fs/top"
mount -t overlay overlay \
  -o "lowerdir=$root,upperdir=$directory/fs/upper,workdir=$directory/fs/work" "$directory/fs/top"
top=$directory/fs/top
mount --rbind /dev "$top/dev"
mount -t proc proc "$top/proc"
mount -t tmpfs tmpfs "$top/run"
mount -t tmpfs tmpfs "$top/tmp"
mkdir -p "$top/run/sshd" "$top/run/keys" "$top/run/full"
mount --bind "$keys" "$top/run/keys"
mount -t tmpfs -o size=1m tmpfs "$top/run/full"
chmod 1777 "$top/tmp" "$top/run/full"
# sudo looks its host up, and says so when it cannot
echo "127.0.0.1 localhost $(uname -n)" >>"$top/etc/hosts"

for user in with-sudo no-sudo asks; do
  id=$((2000 + ${#user}))
  echo "$user:x:$id:$id::/home/$user:/bin/bash" >>"$top/etc/passwd"
  echo "$user:x:$id:" >>"$top/etc/group"
  echo "$user:*:20000:0:99999:7:::" >>"$top/etc/shadow"
  mkdir -p "$top/home/$user"
  chown "$id:$id" "$top/home/$user"
done
mkdir -p "$top/etc/sudoers.d"
echo 'with-sudo ALL=(ALL) NOPASSWD: ALL' >"$top/etc/sudoers.d/with-sudo"
printf '%s\n' 'asks ALL=(ALL) ALL' 'Defaults:asks logfile=/run/sudo.log' >"$top/etc/sudoers.d/asks"
chmod 0440 "$top/etc/sudoers.d/with-sudo" "$top/etc/sudoers.d/asks"
echo 'asks:open sesame' | chroot "$top" chpasswd

key() { # name type passphrase further-options
  name=$1 type=$2 phrase=$3
  shift 3
  chroot "$top" ssh-keygen -q -t "$type" -N "$phrase" -C test -f "/run/keys/$name" "$@"
}
key host_ed25519 ed25519 ''
key host_ecdsa ecdsa ''
key host_rsa rsa '' -b 2048
key authority ed25519 ''
key ed25519 ed25519 ''
key ecdsa ecdsa '' -b 384
key rsa rsa '' -b 2048
key ed25519_phrase ed25519 'a passphrase'
key rsa_pkcs8_phrase rsa 'a passphrase' -b 2048 -m PKCS8
key ecdsa_pem ecdsa '' -m PEM
key rsa_old_phrase rsa 'a passphrase' -b 2048 -m PEM
key stranger ed25519 ''
for name in ed25519 ecdsa rsa ed25519_phrase rsa_pkcs8_phrase ecdsa_pem rsa_old_phrase; do
  cat "$keys/$name.pub" >>"$keys/authorized_keys"
done
chroot "$top" ssh-keygen -q -s /run/keys/authority -h -I test -n 127.0.0.1 -V +1d /run/keys/host_ed25519.pub
key certified ed25519 ''
chroot "$top" ssh-keygen -q -s /run/keys/authority -I test -n with-sudo -V +1d /run/keys/certified.pub
echo "cert-authority $(cat "$keys/authority.pub")" >>"$keys/authorized_keys"
for type in ed25519 ecdsa rsa; do
  chroot "$top" ssh-keygen -lf "/run/keys/host_$type.pub" >"$keys/host_$type.fingerprint"
done
echo "[127.0.0.1]:$port $(cat "$keys/host_ed25519.pub")" >"$keys/hashed"
chroot "$top" ssh-keygen -q -H -f /run/keys/hashed >/dev/null 2>&1

cat >"$keys/sshd_config" <<-END
	ListenAddress 127.0.0.1
	Port $port
	HostKey /run/keys/host_ed25519
	HostKey /run/keys/host_ecdsa
	HostKey /run/keys/host_rsa
	HostCertificate /run/keys/host_ed25519-cert.pub
	AuthorizedKeysFile /run/keys/authorized_keys
	PermitRootLogin prohibit-password
	PasswordAuthentication no
	KbdInteractiveAuthentication no
	StrictModes no
	PidFile none
	UsePAM no
	MaxStartups 100
	PerSourcePenalties no
	$line
	Subsystem sftp /usr/lib/openssh/sftp-server
END
# older servers do not know every line
chroot "$top" /usr/sbin/sshd -t -f /run/keys/sshd_config 2>/dev/null || sed -i '/PerSourcePenalties/d' "$keys/sshd_config"
exec chroot "$top" /usr/sbin/sshd -D -e -f /run/keys/sshd_config
