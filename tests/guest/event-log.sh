# SPDX-License-Identifier: BSD-2-Clause
# shellcheck shell=bash
# What the cases about the event log share. The log is a crypto-agile one of four banks, as swtpm has
# them: an event's SHA-1 digest begins at its byte 14, SHA-256 36, SHA-384 70, SHA-512 120, its size
# 184, its data 188.
. tests/guest/lib.sh

log=/sys/kernel/security/tpm0/binary_bios_measurements
copy=$CASE_DIR/copy
json=$CASE_DIR/log.json
events=$CASE_DIR/events

# replays_in_every_bank PCRS: every bank that the TPM has allocated.
replays_in_every_bank() {
	local bank banks
	is "$(stat -c %s "$log")" 0 "the log's size is not told by stat"
	capture "$tpm_probe" pcrs --log
	is "$status" 0 "pcrs --log: status 0"
	[[ $status == 0 ]] || diag "$errors"
	banks=$(tpm2_getcap -T device:/dev/tpmrm0 pcrs | sed -n 's/^ *- \(.*\): \[ 0.*/\1/p')
	like "$banks" sha256 "the TPM has banks: $(xargs <<<"$banks")"
	for bank in $banks; do
		like "$output" "ok +$bank: the log replays to PCRs $1"$'\n' "$bank: replays to PCRs $1"
	done
	"$tpm_probe" pcrs --log -o json >"$json"
}

# agrees_with_tpm2_tools: another program's replay comes to the same. Writes $events: number, type and
# offset of each.
agrees_with_tpm2_tools() {
	# One key a line: "key": value,
	awk -F'[ ":,]+' '$2 == "number" { n = $3 } $2 == "type_name" { type = $3 }
		$2 == "offset" { print n, type, $3 }' "$json" >"$events"
	awk -F'[ ":,]+' '$2 == "bank" { bank = $3 } $2 == "index" { i = $3 } $2 == "events" { n = $3 }
		$2 == "replayed" && n > 0 { print bank, i, "0x" $3 }' "$json" | sort >"$copy"
	tpm2_eventlog "$log" | awk -F'[ :]+' '/^pcrs:/ { on = 1 } !on { next }
		$3 == "" { bank = $2; next } { print bank, $2, $3 }' | sort >"$copy.theirs"
	check "the replay has values" test "$(wc -l <"$copy")" -ge 32
	check "tpm2_eventlog replays to the same values" diff -u "$copy.theirs" "$copy"
}

# flip_names_the_event TYPE BYTE WHAT: flip a bit of a byte of the last event of a type; the PCRs are
# those of the report, which are the TPM's.
flip_names_the_event() {
	local number offset byte
	read -r number _ offset < <(grep " $1 " "$events" | tail -n 1)
	cat "$log" >"$copy"
	byte=$(od -An -tu1 -j $((offset + $2)) -N 1 "$copy")
	printf '%b' "\\x$(printf '%02x' $((byte ^ 1 << (offset + $2) % 8)))" |
		dd of="$copy" bs=1 seek=$((offset + $2)) conv=notrunc status=none
	capture "$tpm_probe" --from "$json" pcrs --log-file "$copy"
	like "$output" "(error|warning) [^"$'\n'"]*event ${number}[^0-9]" \
		"a flipped bit in $3 of event $number ($1, byte $2) names it"
	diag "$(grep -E '^  (error|warning)' <<<"$output")"
}
