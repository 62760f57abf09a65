#!/usr/bin/env bash
# A real manager of a user's services, alone in namespaces of its own: manager.sh ROOT PYTHON DRIVER [RUNTIME]. Run by
# `unshare --pid --mount --fork --cgroup --uts --ipc --kill-child bash manager.sh …` as root. It never starts
# `systemd --system`, whose clean-up at boot would empty this machine's /tmp; and /tmp is another one before anything starts.
set -euo pipefail
root=$1 python=$2 driver=$3 runtime=${4:-/run/user/0}
mount --make-rprivate /
mount -t tmpfs tmpfs /mnt
mkdir /mnt/root /mnt/home
mount --bind "$root" /mnt/root
mount -t tmpfs tmpfs /tmp
mount -t tmpfs tmpfs /var/tmp
mkdir -p "$root"
mount --bind /mnt/root "$root"
mount -t proc proc /proc
mount -t cgroup2 cgroup2 /sys/fs/cgroup
# A branch of its own: two managers in one would each find the other's processes there, and not end their own.
branch=$(mktemp -d /sys/fs/cgroup/manager.XXXXXX)
echo $$ >"$branch/cgroup.procs"
mount -t tmpfs tmpfs /run
# As on an ordinary system: credentials are mounted in a child, and reach the service because mounts are shared.
mount --make-rshared /
mkdir -p /run/systemd/system $runtime
chmod 700 $runtime
export HOME=/mnt/home XDG_RUNTIME_DIR=$runtime LC_ALL=C.UTF-8
unset DBUS_SESSION_BUS_ADDRESS XDG_CONFIG_HOME XDG_STATE_HOME
cd /mnt/home
/lib/systemd/systemd --user --log-target=console >/mnt/manager.log 2>&1 &
manager=$!
for _ in $(seq 100); do
    systemctl --user is-system-running >/dev/null 2>&1 && break
    sleep 0.1
done
# What an ordinary system has from its first process, and mounts over what a service must not reach.
cp -a $runtime/systemd/inaccessible /run/systemd/
status=0
"$python" "$driver" || status=$?
kill -KILL $manager
{ wait $manager; } 2>/dev/null || true # a killed job is told there
echo $$ >/sys/fs/cgroup/cgroup.procs
find "$branch" -depth -type d -exec rmdir {} + 2>/dev/null || true # what still runs there ends with this process
exit $status
