# SPDX-License-Identifier: BSD-2-Clause
# shellcheck shell=bash disable=SC2154 # $work is the suite's
# certify FOLDER BANKS NAME: the state of a swtpm with certificates of endorsement keys, which a CA of
# the suite's own issues; NAME stands in their subject.
certify() {
	local ca=$work/ca
	mkdir -p "$ca" "$1"
	printf '%s\n' "statedir = $ca" "signingkey = $ca/key.pem" "issuercert = $ca/cert.pem" \
		"certserial = $ca/serial" >"$ca/localca.conf"
	# Serial numbers that stand nowhere by chance.
	printf 1234567890123456 >"$ca/serial"
	: >"$ca/localca.options"
	printf '%s\n' "create_certs_tool = $(command -v swtpm_localca)" \
		"create_certs_tool_config = $ca/localca.conf" \
		"create_certs_tool_options = $ca/localca.options" >"$ca/setup.conf"
	swtpm_setup --tpm2 --tpmstate "$1" --config "$ca/setup.conf" --create-ek-cert --vmid "$3" \
		--pcr-banks "$2" --overwrite
}
