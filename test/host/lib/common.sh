# shellcheck shell=bash disable=SC2034,SC2154
# Messages, folders, and the processes that belong to a host.

state=${COCKPIT_UYUNI_STATE:-/var/tmp/cockpit-uyuni}

say() { printf '%s\n' "$*" >&2; }
die() { printf 'host: %s\n' "$*" >&2; exit 1; }

# Debian packages by the program they are needed for.
declare -A needed=(
    [mmdebstrap]=mmdebstrap
    [systemd-nspawn]=systemd-container
    [systemd-socket-activate]=systemd
    [mkfs.btrfs]=btrfs-progs
    [nsenter]=util-linux
    [curl]=curl
)

install_needed() {
    local program missing=()
    for program in "${!needed[@]}"; do
        command -v "$program" >/dev/null || missing+=("${needed[$program]}")
    done
    [ ${#missing[@]} -gt 0 ] || return 0
    if ! command -v apt-get >/dev/null; then
        die "These Debian packages, or what your system has for them, are missing: ${missing[*]}"
    fi
    say "Installing ${missing[*]}"
    { apt-get update && DEBIAN_FRONTEND=noninteractive apt-get install --yes --no-install-recommends "${missing[@]}"; } \
        </dev/null >&2 || die "Could not install ${missing[*]}."
}

require_root() {
    [ "$(id -u)" = 0 ] || die 'A test host boots a system in a container, which only root may do.'
}

# start_time PID: together with the PID it names a process for good.
start_time() {
    local stat fields
    stat=$(cat "/proc/$1/stat" 2>/dev/null) || return 1
    read -ra fields <<<"${stat##*) }"
    [ "${fields[0]}" != Z ] || return 1
    echo "${fields[19]}"
}

# remember PID FILE
remember() { echo "$1 $(start_time "$1")" > "$2"; }

# recall FILE: prints the PID that was remembered, fails when that process is gone.
recall() {
    local pid time
    read -r pid time 2>/dev/null < "$1" || return 1
    [ "$(start_time "$pid")" = "$time" ] && echo "$pid"
}

# await_end PID SECONDS
await_end() {
    local tries time
    time=$(start_time "$1") || return 0
    for ((tries = 0; tries < $2 * 20; tries++)); do
        [ "$(start_time "$1")" = "$time" ] || return 0
        sleep 0.05
    done
    return 1
}
