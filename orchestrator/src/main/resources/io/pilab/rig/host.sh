#!/bin/sh
# Turns its process into a virtual host: PID 1 of new mount, UTS and PID namespaces, in the host's network namespace.
# usage: host.sh enter BASE LAB_DIRECTORY NAME USER PORT; it calls itself as "host.sh boot NAME USER PORT" in the new root
# stdout, stderr: what went wrong, then the log of sshd
# exit codes: 0 ended by SIGTERM, 1 failed or sshd ended, 2 usage, 10 reboots (SIGHUP, which the command reboot sends)
set -eu
export LC_ALL=C PATH=/usr/sbin:/usr/bin:/sbin:/bin
umask 022

make_device() {
  mknod -m 666 "dev/$1" c "$2" "$3"
}

mount_devices() {
  mount -t tmpfs -o mode=0755,size=1m,nosuid dev dev
  make_device null 1 3
  make_device zero 1 5
  make_device full 1 7
  make_device random 1 8
  make_device urandom 1 9
  make_device tty 5 0
  mkdir dev/pts dev/shm
  mount -t devpts -o newinstance,ptmxmode=0666,mode=0620,gid=5,nosuid,noexec devpts dev/pts
  mount -t tmpfs -o mode=1777,size=64m,nosuid,nodev shm dev/shm
  ln -s pts/ptmx dev/ptmx
  ln -s /proc/self/fd dev/fd
  ln -s /proc/self/fd/0 dev/stdin
  ln -s /proc/self/fd/1 dev/stdout
  ln -s /proc/self/fd/2 dev/stderr
}

# Outside net/, /proc/sys belongs to the machine and not to the host.
mount_proc() {
  mount -t proc -o nosuid,nodev,noexec proc proc
  mount --bind proc/sys proc/sys
  mount --bind proc/sys/net proc/sys/net
  mount -o remount,bind,ro proc/sys
  [ ! -e proc/sysrq-trigger ] || mount --bind dev/null proc/sysrq-trigger
}

# What acts as the managed switch: its network namespace has no way out.
mount_switch() {
  mkdir run/rig
  : >run/rig/switch
  mount --bind "/run/netns/pilab-${lab##*/}-switch" run/rig/switch
  install -m 755 "$lab/rig-switch.sh" usr/local/sbin/rig-switch
}

enter() {
  base=$1 lab=$2 name=$3 user=$4 port=$5
  cd "$lab/hosts/$name"
  printf '%s\n' "$name" >/proc/sys/kernel/hostname
  mount -t overlay -o "lowerdir=$base,upperdir=$PWD/upper,workdir=$PWD/work" overlay root
  cd root
  mount_devices
  mount_proc
  mount -t sysfs -o nosuid,nodev,noexec sysfs sys
  mount -t tmpfs -o mode=0755,size=256m,nosuid,nodev run run
  mount -t tmpfs -o mode=1777,size=256m,nosuid,nodev tmp tmp
  mount_switch
  cp "$lab/host.sh" "$lab/reboot.sh" "$lab/hosts.txt" "$lab/identity.pub" run/
  pivot_root . .
  umount -l .
  # A host that is root must still not turn the machine's clock, load modules or reboot.
  exec chroot . setpriv --bounding-set=-sys_time,-sys_module,-sys_boot /bin/sh /run/host.sh boot "$name" "$user" "$port"
}

make_user() {
  if ! getent passwd "$user" >/dev/null; then
    useradd --create-home --shell /bin/bash --password '*' "$user"
  fi
  home=$(getent passwd "$user" | cut -d: -f6)
  mkdir -p "$home/.ssh"
  cp /run/identity.pub "$home/.ssh/authorized_keys"
  chmod 700 "$home/.ssh"
  chmod 600 "$home/.ssh/authorized_keys"
  chown -R "$user:" "$home/.ssh"
  printf '%s ALL=(ALL) NOPASSWD: ALL\n' "$user" >/etc/sudoers.d/010_pi-nopasswd
  chmod 440 /etc/sudoers.d/010_pi-nopasswd
}

make_sshd() {
  rm -f /etc/ssh/ssh_host_*
  ssh-keygen -q -t ed25519 -N '' -C "$name" -f /etc/ssh/ssh_host_ed25519_key
  mkdir -p /etc/ssh/sshd_config.d
  {
    printf 'Port %s\n' "$port"
    printf 'HostKey /etc/ssh/ssh_host_ed25519_key\n'
    printf 'PasswordAuthentication no\nKbdInteractiveAuthentication no\n'
    # no name server is in reach
    printf 'UseDNS no\n'
  } >"$made"
}

# What stays on the disk when the host reboots.
make_disk() {
  printf '%s\n' "$name" >/etc/hostname
  cp /run/hosts.txt /etc/hosts
  rm -f /etc/resolv.conf
  : >/etc/resolv.conf
  install -m 755 /run/reboot.sh /usr/local/sbin/reboot
  ln -sf /usr/local/sbin/reboot /usr/sbin/reboot # sudo looks here alone
  make_user
  make_sshd
}

boot() {
  name=$1 user=$2 port=$3 made=/etc/ssh/sshd_config.d/pilab.conf
  cd /
  [ -e "$made" ] || make_disk
  mkdir -p /run/sshd
  rm -f /run/host.sh /run/reboot.sh /run/hosts.txt /run/identity.pub
  trap 'exit 0' TERM
  trap 'exit 10' HUP
  # not exec: sshd as PID 1 would not reap what a session leaves behind
  /usr/sbin/sshd -D -e &
  wait "$!" || :
  echo "sshd on $name ended" >&2
  exit 1
}

case ${1-} in
  enter)
    [ "$#" = 6 ] || exit 2
    shift
    enter "$@"
    ;;
  boot)
    [ "$#" = 4 ] || exit 2
    shift
    boot "$@"
    ;;
  *)
    sed -n '2,5s/^# //p' "$0" >&2
    exit 2
    ;;
esac
