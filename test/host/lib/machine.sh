# shellcheck shell=bash disable=SC2034,SC2154
# A booted tree: systemd-nspawn, entering it, ending it. A machine keeps its files in a folder "run":
#   nspawn, forward   process ids;   console.log, forward.log

# boot TREE RUN NAME
boot() {
    local tree=$1 run=$2 name=$3 keep_unit=()
    # Where systemd runs this machine it gives the container a scope of its own.
    if ! [ -d /run/systemd/system ]; then keep_unit=(--keep-unit); fi
    mkdir -p "$run"
    (
        close_locks
        enter_own_cgroup "$name"
        export SYSTEMD_NSPAWN_UNIFIED_HIERARCHY=1
        exec setsid systemd-nspawn --quiet --directory="$tree" --boot --machine="uyuni-$name" --hostname=uyuni.example.com \
            --register=no "${keep_unit[@]}" --private-network --capability=all \
            --system-call-filter='@mount keyctl bpf perf_event_open @keyring' --bind=/dev/fuse \
            --resolv-conf=off --timezone=off --link-journal=no
    ) </dev/null >"$run/console.log" 2>&1 &
    remember $! "$run/nspawn"
    disown
    await_init "$run" || die "The host did not boot: $(tail -n 5 "$run/console.log")"
}

# Two containers in one cgroup would take each other's services for their own.
enter_own_cgroup() {
    local cgroup
    if [ -d /run/systemd/system ]; then return; fi
    for cgroup in $(own_cgroups "$1"); do
        mkdir -p "$cgroup"
        echo "$BASHPID" > "$cgroup/cgroup.procs"
    done
}

remove_cgroup() {
    local cgroup
    for cgroup in $(own_cgroups "$1"); do
        [ ! -d "$cgroup" ] || find "$cgroup" -depth -type d -exec rmdir {} + 2>/dev/null || true
    done
}

# own_cgroups NAME: one in each hierarchy that systemd may use here; hosts of another state may have the same name
own_cgroups() {
    local hierarchy key
    key=$(cksum <<<"$state")
    for hierarchy in /sys/fs/cgroup /sys/fs/cgroup/unified /sys/fs/cgroup/systemd; do
        [ ! -e $hierarchy/cgroup.procs ] || echo "$hierarchy/cockpit-uyuni-${key%% *}-$1"
    done
}

# init_pid RUN: PID 1 of the machine as seen from outside; fails when it does not run
init_pid() {
    local nspawn child children
    nspawn=$(recall "$1/nspawn") || return 1
    read -ra children 2>/dev/null < "/proc/$nspawn/task/$nspawn/children" || true
    for child in "${children[@]}"; do
        if [[ $(readlink "/proc/$child/exe") == */systemd ]]; then echo "$child"; return; fi
    done
    return 1
}

await_init() {
    local tries
    for ((tries = 0; tries < 400; tries++)); do
        if init_pid "$1" >/dev/null; then return; fi
        recall "$1/nspawn" >/dev/null || return 1
        sleep 0.05
    done
    return 1
}

# enter RUN CMD ARGS...: runs a program inside; does not return
enter() {
    local pid
    pid=$(init_pid "$1") || die 'The host is not running. Start it with: host up'
    shift
    close_locks
    exec nsenter --target "$pid" --all -- /usr/bin/env -i \
        PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin \
        HOME=/root USER=root LOGNAME=root SHELL=/bin/bash LANG=C.UTF-8 TERM="${TERM:-dumb}" "$@"
}

# inside RUN CMD ARGS...: the same, and returns with the program's status
inside() { (enter "$@"); }

# power_off RUN NAME: an orderly end, by force after 100 seconds
power_off() {
    local nspawn
    nspawn=$(recall "$1/nspawn") || return 0
    inside "$1" systemctl poweroff </dev/null >/dev/null 2>&1 || true
    await_end "$nspawn" 100 || say 'The host did not power off in 100 seconds; its power is cut.'
    cut_power "$1" "$2"
}

# cut_power RUN NAME: everything in the machine ends at once
cut_power() {
    local nspawn init
    if nspawn=$(recall "$1/nspawn"); then
        init=$(init_pid "$1") || init=
        kill -KILL "$nspawn" ${init:+"$init"} 2>/dev/null || true
        await_end "$nspawn" 10 || die "Process $nspawn does not end."
        [ -z "$init" ] || await_end "$init" 10 || die "Process $init does not end."
    fi
    rm -f "$1/nspawn"
    remove_cgroup "$2"
}

# await_ready RUN: returns when everything a user would wait for is there
await_ready() {
    inside "$1" timeout 180 bash -s < "$here/lib/await-ready" >&2 && return
    say '--- the last lines of its journal:'
    inside "$1" journalctl --no-pager --lines 40 </dev/null >&2 || tail -n 20 "$1/console.log" >&2
    die 'The host runs, but did not become ready.'
}

# forward RUN PORT: a port of this machine leads to Cockpit inside, until the host goes down
forward() {
    local run=$1 port=$2 init tries
    init=$(init_pid "$run") || die 'The host is not running.'
    end_forward "$run"
    (
        close_locks
        exec setsid systemd-socket-activate --listen="127.0.0.1:$port" \
            nsenter --target "$init" --net -- /lib/systemd/systemd-socket-proxyd 127.0.0.1:9090
    ) </dev/null >"$run/forward.log" 2>&1 &
    remember $! "$run/forward"
    disown
    echo "$port" > "$run/port"
    for ((tries = 0; tries < 100; tries++)); do
        recall "$run/forward" >/dev/null || die "Could not forward port $port: $(tail -n 1 "$run/forward.log")"
        if answers "$port"; then return; fi
        sleep 0.05
    done
    die "Port $port leads nowhere."
}

end_forward() {
    local pid
    if pid=$(recall "$1/forward"); then
        kill "$pid"
        await_end "$pid" 5 || kill -KILL "$pid"
    fi
    rm -f "$1/forward"
}

# answers PORT: whether anything listens there
answers() { (exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null; }

free_port() {
    local port
    for port in {9090..9189}; do
        if ! answers "$port"; then echo "$port"; return; fi
    done
    die 'No port between 9090 and 9189 is free.'
}

# Processes that outlive this program must not hold its locks.
close_locks() { exec 7>&- 8>&- 9>&-; }
