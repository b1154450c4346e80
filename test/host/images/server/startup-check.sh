#!/bin/sh
# Waits a moment, because a failed check is repeated after ten seconds only.
for _ in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20; do
    salt-events status >/dev/null 2>&1 && exit 0
    sleep 0.2
done
echo 'The server does not answer'
exit 1
