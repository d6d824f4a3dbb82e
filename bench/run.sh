#!/usr/bin/env bash
# ./dev bench: ratios, measured side by side on generated logs. BENCH_SIZE changes the amount.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
size=${BENCH_SIZE:-256MiB}
folder=build/bench
bin=build/test/bin
mkdir -p "$folder"

sample=$folder/sample-$size.ndjson
[ -s "$sample" ] || $bin/sigrun gen -o "$sample" --size "$size" --principals 120

echo "== whole scan, one thread, plain NDJSON ($size)"
"$bin/scan_bench" rules "$sample" "${BENCH_ROUNDS:-5}"
echo
echo "== decoding alone"
"$bin/decode_bench" "$sample" "${BENCH_ROUNDS:-5}"
echo
echo "== compiling Sigma rules, one thread"
"$bin/sigma_bench" "${BENCH_ROUNDS:-5}"
echo
echo "== peak memory on ${BENCH_BIG:-1GiB} (goal: below 200 MiB)"
big=$folder/big-${BENCH_BIG:-1GiB}.ndjson
[ -s "$big" ] || $bin/sigrun gen -o "$big" --size "${BENCH_BIG:-1GiB}" --principals 480
/usr/bin/time -f '%M KiB at most, %e s' "$bin/sigrun" scan --rules rules -q "$big" >/dev/null
echo
echo "== cost of a tiny file (goal: below 50 microseconds)"
trail=$folder/trail
[ -d "$trail" ] || $bin/sigrun gen -o "$trail" --layout trail --events 60000
files=$(find "$trail" -name '*.json.gz' | wc -l)
"$bin/sigrun" scan --rules rules -q "$trail" >/dev/null
/usr/bin/time -f '%e %U %S' -o "$folder/time" "$bin/sigrun" scan --rules rules -q "$trail" >/dev/null
awk -v files="$files" '{printf "%d files: %.1f microseconds each (wall), %.1f (processor)\n", files, $1 * 1e6 / files, ($2 + $3) * 1e6 / files}' "$folder/time"
