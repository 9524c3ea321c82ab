#!/bin/bash
# SPDX-License-Identifier: BSD-2-Clause
# bench's operations on a swtpm that nothing stands before, with its three slots for objects: each does
# one command a run, finds wrong answers, and leaves the TPM as it was.
cd "$(dirname "$0")/../.." || exit 1
. tests/swtpm/lib.sh

drive=$B/tests/bench/ops_drive

# The names are an interface, and so is what they time: name, tier, command, objects at rest, in all.
table='get_capability safe 0x17a 0 0
get_test_result safe 0x17c 0 0
read_clock safe 0x181 0 0
get_random_8 safe 0x17b 0 0
get_random_32 safe 0x17b 0 0
pcr_read safe 0x17e 0 0
nv_read_public safe 0x169 0 0
read_public safe 0x173 0 0
hash_256 safe 0x17d 0 0
start_auth_session_hmac session 0x176 0 0
start_auth_session_policy session 0x176 0 0
policy_pcr session 0x17f 0 0
policy_get_digest session 0x189 0 0
flush_context session 0x165 0 0
create_primary_p256 crypto 0x131 0 1
create_p256 crypto 0x153 1 1
load_p256 crypto 0x157 1 2
load_external_p256 crypto 0x167 0 1
seal crypto 0x153 1 1
unseal crypto 0x15e 1 1
sign_rsa2048 crypto 0x15d 1 1
sign_p256 crypto 0x15d 1 1
sign_p384 crypto 0x15d 1 1
verify_rsa2048 crypto 0x177 1 1
verify_p256 crypto 0x177 1 1
verify_p384 crypto 0x177 1 1
quote_p256 crypto 0x158 1 1
rsa_encrypt crypto 0x174 1 1
rsa_decrypt crypto 0x159 1 1
ecdh_keygen_p256 crypto 0x163 1 1
ecdh_zgen_p256 crypto 0x154 1 1
hmac_sha256 crypto 0x155 1 1
encrypt_decrypt_aes128 crypto 0x193 1 1
context_save crypto 0x162 1 1
context_load crypto 0x161 0 1
duplicate crypto 0x14b 1 1
import crypto 0x156 1 1
pcr_extend state 0x182 0 0
pcr_reset state 0x13d 0 0
nv_define state 0x12a 0 0
nv_write state 0x137 0 0
nv_read state 0x14e 0 0
nv_undefine state 0x122 0 0
create_primary_rsa2048 slow 0x131 0 1
create_rsa2048 slow 0x153 1 1'

names() {
	awk '{ print $1 }'
}

# not_clean: of the driver's lines on stdin, those that left something.
not_clean() {
	grep -v ' left=nothing' || true
}

# ---- Everything, on a TPM that has everything --------------------------------------------------
start_swtpm
tools() {
	capture "$@" -T "$tcti"
	[[ $status == 0 ]] || not_ok "setup: $*"
}

capture "$drive" "$tcti" nv_read_public read_public
like "$output" 'nv_read_public tier=safe skipped .*reason=no NV index is defined' "nv_read_public: skipped"
like "$output" 'read_public tier=safe skipped .*reason=no persistent object is there' \
	"read_public: skipped"

tools tpm2_nvdefine 0x01800100 -s 8 -C o
tools tpm2_createprimary -C n -c "$work/key"
tools tpm2_createprimary -C o -c "$work/key"
tools tpm2_evictcontrol -c "$work/key" 0x81000000
tools tpm2_flushcontext -t
capture "$drive" "$tcti" read_public
like "$output" 'handles=0x81000000' "read_public: the only persistent object"
tools tpm2_evictcontrol -c "$work/key" 0x81000001
tools tpm2_flushcontext -t

for loaded in 0 1; do
	capture "$drive" -l $loaded "$tcti"
	is "$status" 0 "$loaded loaded objects: status 0"
	is "$(names <<<"$output")" "$(names <<<"$table")" "$loaded loaded objects: every operation, in order"
	while read -r name tier command rest peak; do
		line=$(grep "^$name " <<<"$output")
		like "$line" "^$name tier=$tier ok runs=3 commands=1 rest=$((rest + loaded)) peak=$((peak + loaded)) left=nothing sent=$command said=$command " \
			"$name, $loaded loaded objects"
	done <<<"$table"
	like "$output" 'nv_read_public .*handles=0x01800100' "nv_read_public: the first index"
	like "$output" 'read_public .*handles=0x81000001' "read_public: the storage root key"
	like "$output" 'nv_write .*handles=0x40000001,0x01800140' "nv_write: not the index that is there"
done

capture "$drive" -s 5 "$tcti" nv_read nv_undefine
like "$output" 'nv_read .* ok .*handles=0x40000001,0x01800105' "nv_read: another client, another index"
like "$output" 'nv_undefine .* ok .*handles=0x40000001,0x01800105' "nv_undefine: another index"

# ---- Runs that fail, and answers that get lost --------------------------------------------------
capture "$drive" -R 0x101 "$tcti"
is "$(grep -c ' failed .*stage=run rc=0x101' <<<"$output")" "$(wc -l <<<"$table")" \
	"TPM2_RC_FAILURE: every run fails"
is "$(not_clean <<<"$output")" "" "TPM2_RC_FAILURE: nothing is left"
capture "$drive" -R 0x922 "$tcti"
is "$(not_clean <<<"$output")" "" "TPM2_RC_RETRY: nothing is left"
capture "$drive" -R 0xa000a "$tcti" pcr_extend pcr_reset nv_define nv_write nv_read nv_undefine
is "$(grep -c ' failed .*stage=run rc=0xa000a' <<<"$output")" 6 "lost answers: every run fails"
is "$(not_clean <<<"$output")" "" "lost answers: neither PCR nor NV is left changed"

# ---- Wrong answers -----------------------------------------------------------------------------
while read -r name offset; do
	capture "$drive" -c "$offset" "$tcti" "$name"
	like "$output" ' failed runs=0 .* left=nothing .*stage=after rc=0xff0002' "$name: finds a wrong answer"
done <<'END'
get_capability 12
nv_read_public 5
hash_256 2
policy_get_digest 33
unseal 2
sign_rsa2048 6
verify_p384 1
quote_p256 2
rsa_decrypt 33
ecdh_zgen_p256 4
hmac_sha256 -1
encrypt_decrypt_aes128 2
duplicate -3
nv_read -1
END

# ---- What a TPM lacks ---------------------------------------------------------------------------
capture "$drive" -r 0x193=0x143 "$tcti" encrypt_decrypt_aes128
like "$output" ' ok runs=3 .*sent=0x164 said=0x164' "without EncryptDecrypt2: EncryptDecrypt"
capture "$drive" -r 0x193=0xb0143 -r 0x164=0xb0143 "$tcti" encrypt_decrypt_aes128
like "$output" ' unsupported runs=0 .*left=nothing .*stage=setup rc=0xb0143' "with neither: unsupported"
capture "$drive" -r 0x167=0x2e6 "$tcti" sign_p384
like "$output" ' unsupported runs=0 .*left=nothing' "without the curve: unsupported"
capture "$drive" -r 0x15e=0x98e "$tcti" unseal
like "$output" ' failed runs=0 .*left=nothing .*stage=run rc=0x98e' "not authorized: failed"
capture "$drive" -r 0x12a=0x14c "$tcti" nv_define nv_write nv_undefine
is "$(grep -c ' failed .*left=nothing .*rc=0x14c' <<<"$output")" 3 \
	"an index that somebody else defined first stays"

# ---- What must not be changed --------------------------------------------------------------------
digest=$(printf '1%.0s' {1..128})
tools tpm2_pcrextend "16:sha512=$digest"
capture "$drive" "$tcti" pcr_extend pcr_reset
is "$(grep -c ' skipped .*commands=0 .*left=nothing.*reason=PCR 16 is in use$' <<<"$output")" 2 \
	"PCR 16 in use, if only in one bank: skipped"
tools tpm2_hierarchycontrol -C p shEnable clear
capture "$drive" "$tcti" nv_read sign_p256
like "$output" 'nv_read .*skipped .*reason=the owner hierarchy is disabled' \
	"the owner hierarchy is disabled: skipped"
like "$output" 'sign_p256 .* ok ' "the owner hierarchy is disabled: the NULL hierarchy is not"
tools tpm2_hierarchycontrol -C p shEnable set
tools tpm2_changeauth -c owner secret
capture "$drive" "$tcti" nv_define nv_write nv_read nv_undefine
is "$(grep -c ' skipped .*reason=the owner hierarchy has an authorization value$' <<<"$output")" 4 \
	"the owner has an authorization value: skipped"
done_testing
