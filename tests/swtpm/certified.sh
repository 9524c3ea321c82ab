# SPDX-License-Identifier: BSD-2-Clause
# shellcheck shell=bash disable=SC2154 # $work is of tests/swtpm/lib.sh
# TPMs with certificates of a certificate authority of the test's own, by swtpm_setup: source it behind
# tests/swtpm/lib.sh, or with $work set.

# make_certified STATE [swtpm_setup's options...]: the state of a TPM; the certificates that vouch for it
# are in $work/ca.pem, the root alone in $work/root.pem.
make_certified() {
	local state=$1
	shift
	mkdir -p "$state" "$work/ca"
	printf '%s\n' "statedir = $work/ca" "signingkey = $work/ca/signkey.pem" \
		"issuercert = $work/ca/issuercert.pem" "certserial = $work/ca/certserial" >"$work/localca.conf"
	printf '%s\n' "--platform-manufacturer Test" "--platform-version 1" "--platform-model Test" \
		>"$work/localca.options"
	printf '%s\n' "create_certs_tool = $(command -v swtpm_localca)" \
		"create_certs_tool_config = $work/localca.conf" \
		"create_certs_tool_options = $work/localca.options" "active_pcr_banks = sha256" >"$work/setup.conf"
	swtpm_setup --tpm2 --tpmstate "$state" --config "$work/setup.conf" --create-ek-cert --overwrite \
		"$@" >"$work/setup.log" 2>&1 || return
	cat "$work/ca/issuercert.pem" "$work/ca/swtpm-localca-rootca-cert.pem" >"$work/ca.pem"
	cp "$work/ca/swtpm-localca-rootca-cert.pem" "$work/root.pem"
}
