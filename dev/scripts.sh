# shellcheck shell=sh
# Names the shell scripts of the repository. Sourced by dev/* from the repository's root.
# usage: . dev/scripts.sh
# stdout: nothing until shell_scripts is called
# stderr: nothing

# shell_scripts: one a line; no name holds a blank
shell_scripts() {
  find pilab .ci/run dev agent-scripts orchestrator/src/main/resources orchestrator/src/test/resources -type f \( -name '*.sh' -o ! -name '*.*' \) \
    2>/dev/null | while read -r file; do
    if head -n 1 "$file" | grep -Eq '^#(!/bin/sh| shellcheck shell=sh)'; then
      printf '%s\n' "$file"
    fi
  done
}
