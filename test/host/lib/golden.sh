# shellcheck shell=bash disable=SC2034,SC2154
# The golden tree: a Uyuni server host, built once for each release and definition, that all hosts are snapshots of.

releases=(trixie forky)

# definition RELEASE: a hash of all that a golden tree is made from
definition() {
    {
        echo "$1"
        cd "$here" && find guest images lib/golden.sh -type f -print0 | sort -z | xargs -0 sha256sum
    } | sha256sum | cut -c 1-16
}

golden_tree() { echo "$disk/golden/$1-$(definition "$1")"; }

# ensure_golden RELEASE: builds it unless it is there; one build at a time
ensure_golden() {
    local tree
    tree=$(golden_tree "$1")
    if ! [ -d "$tree" ]; then
        (
            flock --nonblock 8 || { say 'Another build is under way, waiting for it.'; flock 8; }
            [ -d "$tree" ] || build_golden "$1" "$tree"
        ) 8>"$state/build.lock"
    fi
    touch "$state/used-$(basename "$tree")"
}

build_golden() {
    local release=$1 tree=$2 work=$disk/building/$1 run=$state/building-$1 started=$SECONDS
    say "Building the test host ($release), which takes some minutes; later starts take seconds."
    trap 'cut_power "$run" "build-$release"; exit 1' TERM INT HUP
    cut_power "$run" "build-$release"
    delete_tree "$work"

    bootstrap_all "$release"
    copy_tree "$(host_bootstrap "$release")" "$work"
    copy_definition "$work"
    say 'Booting it'
    boot "$work" "$run" "build-$release"
    if ! inside "$run" /var/tmp/standins/provision /var/tmp/standins/images </dev/null >&2; then
        inside "$run" journalctl --no-pager --lines 15 </dev/null >&2 || true
        cut_power "$run" "build-$release"
        die 'Setting up the host failed.'
    fi
    power_off "$run" "build-$release"

    rm -rf "$work/var/tmp/standins" "$work"/var/log/journal/* "$run"
    delete_tree "$tree.new"
    copy_tree "$work" "$tree.new" -r
    delete_tree "$work"
    mv "$tree.new" "$tree"
    trap - TERM INT HUP
    drop_old_golden "$release"
    say "Built in $((SECONDS - started)) seconds"
}

# The bare Debians, kept apart because they change only with the lists of packages.
bootstrap_all() {
    local release=$1 kind failed=() pids=() logs
    if [ -d "$(host_bootstrap "$release")" ] && [ -e "$(base_tar)" ]; then return; fi
    logs=$(mktemp -d)
    say 'Fetching Debian for the host and for the images'
    for kind in host base; do
        "bootstrap_$kind" "$release" >"$logs/$kind" 2>&1 &
        pids+=($!)
    done
    wait "${pids[0]}" || failed+=("$logs/host")
    wait "${pids[1]}" || failed+=("$logs/base")
    if [ ${#failed[@]} -gt 0 ]; then
        tail -n 20 "${failed[@]}" >&2
        die 'Could not fetch Debian.'
    fi
    rm -r "$logs"
}

host_bootstrap() { echo "$disk/bootstrap/host-$1-$(sha256sum < "$here/guest/packages" | cut -c 1-16)"; }
base_tar() { echo "$disk/bootstrap/base-$(cat "$here"/images/base-* | sha256sum | cut -c 1-16).tar"; }

without_documentation=(
    --dpkgopt='path-exclude=/usr/share/doc/*'
    --dpkgopt='path-exclude=/usr/share/locale/*'
    --dpkgopt='path-exclude=/usr/share/man/*'
)

bootstrap_host() {
    local path other
    path=$(host_bootstrap "$1")
    if [ -d "$path" ]; then return; fi
    for other in "$disk/bootstrap/host-$1-"*; do delete_tree "$other"; done
    btrfs subvolume create "$path.new"
    debian "$here/guest/packages" "$1" "$path.new"
    mv "$path.new" "$path"
}

bootstrap_base() {
    local path
    path=$(base_tar)
    if [ -e "$path" ]; then return; fi
    rm -f "$disk"/bootstrap/base-*
    # With this date mmdebstrap makes the same tar file from the same packages.
    SOURCE_DATE_EPOCH=1785571200 debian "$here/images/base-packages" trixie "$path.new" --format=tar \
        --essential-hook="$here/images/base-users" --customize-hook="$here/images/base-customize"
    mv "$path.new" "$path"
}

# debian PACKAGES RELEASE TARGET OPTIONS...   A mirror that lags behind is good enough for a test host.
debian() {
    local packages release=$2 target=$3
    packages=$(grep --invert-match '^#' "$1" | paste -sd ,)
    shift 3
    mmdebstrap --variant=minbase --aptopt='Acquire::Check-Valid-Until "false"' --include="$packages" "${without_documentation[@]}" "$@" "$release" "$target"
}

copy_definition() {
    local tree=$1
    # Modes must not depend on the umask of whoever checked the files out.
    tar --create --directory "$here/guest/root" --owner=root --group=root --mode=u=rwX,go=rX . | tar --extract --directory "$tree"
    mkdir -p "$tree/var/tmp/standins" "$tree/var/log/journal" "$tree/var/lib/machines" "$tree/var/lib/portables"
    cp --recursive "$here/images" "$here/guest/provision" "$tree/var/tmp/standins/"
    cp "$(base_tar)" "$tree/var/tmp/standins/images/base.tar"
    echo 'nameserver 127.0.0.1' > "$tree/etc/resolv.conf"
    # Each time units are read anew they would all look for what is not here: disks, a console, a kernel's command line.
    local generator
    mkdir -p "$tree/etc/systemd/system-generators"
    for generator in "$tree"/usr/lib/systemd/system-generators/systemd-*; do
        ln -sf /dev/null "$tree/etc/systemd/system-generators/${generator##*/}"
    done
    # There are no kernel modules inside, no network outside, and nothing to be updated.
    local unit
    for unit in systemd-modules-load.service apt-daily.timer apt-daily-upgrade.timer dpkg-db-backup.timer e2scrub_all.timer fstrim.timer; do
        ln -sf /dev/null "$tree/etc/systemd/system/$unit"
    done
}

# Keeps the three used last, because several checkouts may share the state.
drop_old_golden() {
    local stamp
    find "$state" -maxdepth 1 -name "used-$1-*" -printf '%T@ %f\n' | sort -rn | tail -n +4 | while read -r _ stamp; do
        delete_tree "$disk/golden/${stamp#used-}"
        rm -f "$state/$stamp"
    done
}
