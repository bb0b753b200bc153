# shellcheck shell=sh
# Measures plan and apply on N virtual hosts, in turn with Ansible and with bare ssh.
# usage: provision HOSTS [ROUNDS]; sourced by dev/bench
# stdout: a table
# stderr: what it does
# exit codes: 0 the targets are met, 1 one is missed, 3 something broke
# shellcheck disable=SC2154 # dev/bench sets root

# What a controller without pilab does: the four calls of ip mptcp, by Ansible's raw, which needs no Python on the hosts.
provision_playbook() {
  cat <<'END'
- hosts: all
  gather_facts: false
  become: true
  tasks:
    - raw: ip mptcp limits set subflows 2 add_addr_accepted 4
    - raw: ip mptcp endpoint flush
    - raw: ip mptcp endpoint add $(ip -4 -o addr show dev eth0 | awk '{ sub("/.*", "", $4); print $4 }') dev eth0 id 1 signal
    - raw: ip mptcp endpoint add $(ip -4 -o addr show dev wlan0 | awk '{ sub("/.*", "", $4); print $4 }') dev wlan0 id 2 subflow
END
}

provision_addresses() { sed -n 's/^    address: //p' "$work/lab.yaml"; }

provision_ssh() {
  provision_addresses | xargs -P 50 -I HOST ssh -F none -i "$PILAB_SSH_IDENTITY" -o "UserKnownHostsFile=$PILAB_SSH_KNOWN_HOSTS" \
    -o BatchMode=yes pi@HOST "$@"
}

provision_ansible() {
  rm -rf "$work/ansible/cp"
  ANSIBLE_CONFIG=$work/ansible/ansible.cfg ansible-playbook -i "$work/ansible/hosts" "$work/ansible/play.yaml"
}

# Takes everything back, the agent scripts as well.
provision_cold() {
  "$root/pilab" reset -q -f "$work/lab.yaml" >"$work/last" 2>&1 || { cat "$work/last" >&2 && return 1; }
  provision_ssh "sudo sh -c 'ip mptcp endpoint flush; ip mptcp limits set subflows 2 add_addr_accepted 0; rm -rf /run/pilab'"
}

# At the controller's place in the rig's network.
provision_inside() { # ROUNDS
  round=0
  while [ "$round" -lt "$1" ]; do
    round=$((round + 1))
    provision_cold && seconds provision_ssh true >>"$work/ssh" &&
      seconds provision_ansible >>"$work/ansible.times" &&
      provision_cold && seconds provision_pilab apply >>"$work/apply" &&
      seconds provision_pilab apply >>"$work/again" &&
      seconds provision_pilab plan >>"$work/plan" || return 1
    say "round $round of $1: ssh $(tail -n 1 "$work/ssh") s, Ansible $(tail -n 1 "$work/ansible.times") s, apply" \
      "$(tail -n 1 "$work/apply") s, again $(tail -n 1 "$work/again") s, plan $(tail -n 1 "$work/plan") s"
  done
  provision_cold && provision_memory && provision_count first apply && provision_count second apply && provision_count look plan
}

provision_pilab() { "$root/pilab" "$1" -q -f "$work/lab.yaml"; }

# provision_memory: the largest resident size of an apply's controller, MB, to $work/memory
provision_memory() {
  "$root/pilab" apply -q -f "$work/lab.yaml" >"$work/last" 2>&1 &
  controller=$!
  while size=$(awk '/^VmHWM/ { printf "%.0f", $2 / 1024 }' "/proc/$controller/status" 2>/dev/null) && [ -n "$size" ]; do
    echo "$size" >"$work/memory"
    sleep 0.02
  done
  wait "$controller" && provision_cold
}

# provision_count WHAT COMMAND: the programs that the first host starts for it, by tracing its sshd; to $work/WHAT.*
provision_count() {
  strace -f -qq -e trace=execve -e signal=none -o "$work/$1.trace" -p "$sshd" &
  tracer=$!
  until grep -q "^TracerPid:[[:space:]]*$tracer\$" "/proc/$sshd/status"; do sleep 0.1; done
  code=0
  seconds provision_pilab "$2" >"$work/$1.seconds" || code=$?
  kill "$tracer"
  wait "$tracer" 2>/dev/null || :
  # A call may stand on two lines, between those of other processes.
  awk '/ execve\(/ { path = $0; sub(/^[^"]*"/, "", path); sub(/".*/, "", path); called[$1] = path }
    / execve(\(| resumed).* = 0$/ { print called[$1] }' "$work/$1.trace" >"$work/$1.programs"
  return "$code"
}

# The process of the first host's sshd that takes connections.
provision_sshd() {
  for process in $(host_processes "$(rig_hosts | head -n 1)"); do
    [ "$(cat "/proc/$process/comm")" != sshd ] || { echo "$process" && return; }
  done
  return 1
}

provision() {
  work=$(mktemp -d)
  need_programs ansible-playbook=ansible-core strace=strace ssh=openssh-client
  lab_of "${1-40}" "bench-$$" >"$work/lab.yaml"
  raise_rig
  # shellcheck disable=SC2016 # the command expands them
  in_rig sh -c 'echo "$PILAB_SSH_IDENTITY $PILAB_SSH_KNOWN_HOSTS"' >"$work/ssh.files"
  read -r identity known <"$work/ssh.files"
  mkdir "$work/ansible"
  provision_playbook >"$work/ansible/play.yaml"
  provision_addresses >"$work/ansible/hosts"
  cat >"$work/ansible/ansible.cfg" <<END
[defaults]
forks = 50
remote_user = pi
private_key_file = $identity
home = $work/ansible
[ssh_connection]
pipelining = true
control_path_dir = $work/ansible/cp
ssh_common_args = -F none -o UserKnownHostsFile=$known
END
  sshd=$(provision_sshd) || give_up "the host h1 runs no sshd"
  export work sshd
  in_rig "$root/dev/bench" inside provision_inside "${2-3}" || exit 3
  provision_report "${1-40}"
}

provision_report() { # HOSTS
  missed=0
  printf '| %s hosts | measured | target | |\n|---|---|---|---|\n' "$1"
  for what in ssh:"xargs ssh true" ansible.times:"Ansible, four calls of ip mptcp" apply:"apply, cold" again:"apply, again" plan:plan; do
    printf '| %s | %.2f s | | |\n' "${what#*:}" "$(median "$work/${what%%:*}")"
  done
  verdict "apply, cold, to Ansible" "$(ratio "$work/apply" "$work/ansible.times")" 0.5
  verdict "apply, cold, to xargs ssh true" "$(ratio "$work/apply" "$work/ssh")" 1.4
  verdict "apply, again, to the first" "$(ratio "$work/again" "$work/apply")" 0.5
  verdict "plan to the first apply" "$(ratio "$work/plan" "$work/apply")" 0.4
  verdict "resident size of the controller of an apply" "$(cat "$work/memory")" 256 " MB"
  for what in first:"apply, cold":90:3 second:"apply, again":90:3 look:plan:50:2; do
    file=$work/${what%%:*}.programs most=${what#*:}
    verdict "programs that a host starts for ${most%%:*}" "$(wc -l <"$file")" "$(echo "$most" | cut -d : -f 2)"
    verdict "sudo of these" "$(grep -c '/sudo$' "$file")" "${most##*:}"
  done
  return "$missed"
}
