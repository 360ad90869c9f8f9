#!/usr/bin/env bash
# Records the session that the reader's test reads, after a change of the format. Needs root, tcpdump, nft, ethtool and Python.
#
#   unshare -n track-it/src/test/resources/reader/record.sh DIRECTORY
#
# Leaves session.pcap and the bundles of one receiver in DIRECTORY: a group of one repair head and two receivers over loopback,
# where one datagram in twenty is lost after it was captured. The keys are those of a group that was made for it and is not used again.
set -euo pipefail

track=$(cd "$(dirname "$0")/../../../../.." && pwd)/track
reader=$(cd "$(dirname "$0")" && pwd)/track_reader.py
patience=(-Dtree.parent-misses=300 -Dtree.receiver-silence=60s -Dtree.repair-head-silence=60s)
mkdir -p "$1"
cd "$1"
head -c 30000 /dev/urandom >content
"$track" keys init --dir group --group reader --receivers 2 --repair-heads 1

ip link set lo up multicast on
ethtool -K lo tx-udp-segmentation off
nft "add table ip loss; add chain ip loss arriving { type filter hook prerouting priority -300; };
    add rule ip loss arriving meta l4proto udp numgen random mod 1000 < 50 drop"
tcpdump -i lo -Q in -U --immediate-mode -B 65536 -Z root -w session.pcap udp &
capture=$!

"$track" repair-head --interface lo --config group/rh-1.conf "${patience[@]}" &
repair_head=$!
receivers=()
for name in receiver-1 receiver-2; do
    "$track" receiver --once --output "$name.copy" --interface lo --config "group/$name.conf" "${patience[@]}" &
    receivers+=($!)
done
"$track" send --await 2 --rate 2m --interface lo --config group/sender.conf "${patience[@]}" content
wait "${receivers[@]}"
kill "$repair_head"
wait "$repair_head"
kill "$capture"
wait "$capture" || true
cp group/receiver-1/*.bundle .
sha256sum content
python3 "$reader" session.pcap transport.bundle content.bundle
