# shellcheck shell=bash disable=SC2034,SC2154
# Where trees live: subvolumes of a btrfs image on a loop device, so that a fresh host is a snapshot.

disk=$state/disk

mount_disk() {
    mkdir -p "$state"
    if mountpoint --quiet "$disk"; then return; fi
    (
        flock 7
        if mountpoint --quiet "$disk"; then exit; fi
        make_disk
        mkdir -p "$disk"
        mount -o loop,noatime "$state/disk.btrfs" "$disk" \
            || die 'Could not mount the disk image of the test hosts: this machine must offer loop devices and btrfs.'
        mkdir -p "$disk/bootstrap" "$disk/golden" "$disk/hosts" "$disk/building"
    ) 7>"$state/disk.lock"
}

make_disk() {
    if [ -e "$state/disk.btrfs" ]; then return; fi
    local output
    truncate --size 30G "$state/disk.btrfs.new"
    output=$(mkfs.btrfs --force --quiet "$state/disk.btrfs.new" 2>&1) || die "Could not make a btrfs file system in $state: $output"
    mv "$state/disk.btrfs.new" "$state/disk.btrfs"
}

unmount_disk() {
    if mountpoint --quiet "$disk"; then
        umount "$disk" || die "The disk of the test hosts is still in use: $disk"
    fi
}

# delete_tree TREE: also what a booted system made into subvolumes of its own
delete_tree() {
    [ -e "$1" ] || return 0
    if btrfs property get -ts "$1" ro | grep --quiet true; then btrfs property set -ts "$1" ro false; fi
    if btrfs subvolume delete "$1" >/dev/null 2>&1; then return; fi
    find "$1" -xdev -depth -mindepth 1 -type d -inum 256 -exec btrfs subvolume delete {} + >/dev/null
    btrfs subvolume delete "$1" >/dev/null
}

# copy_tree FROM TO [-r]: -r makes the copy read-only
copy_tree() {
    btrfs subvolume snapshot ${3:+"$3"} "$1" "$2" >/dev/null
}
