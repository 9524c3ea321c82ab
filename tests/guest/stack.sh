#!/bin/bash
# SPDX-License-Identifier: BSD-2-Clause
# The table of programs that use a TPM: for each a round trip whose outcome is known.
#
#   stack.sh PROGRAM full|brief TCTI     in a folder of its own, as the user who is meant
#
# TCTI is put where each program looks for it; "" means that nothing is configured. Prints the name
# of each step that went as it must, on one line; stops at the first that did not, says why on stderr
# and exits with 1. Nothing is left in the TPM. What "brief" leaves out stands after the line that
# asks for it.
#
# Not in Debian 12, so not here: tpm2-pkcs11's FAPI back end (the library does not depend on FAPI),
# tpm2-tss-engine and keylime (apt-cache knows none of them).
set -u -o pipefail
# A user's authorized_keys is written, and what stands at the TPM's first persistent handle taken away.
[[ -e /run/guest.conf ]] || { echo "stack.sh: only in the guest" >&2; exit 2; }
full=${2#brief}
tcti=$3
shared=$(dirname "$0")
pkcs11=/usr/lib/x86_64-linux-gnu/pkcs11/libtpm2_pkcs11.so
to_end=()

end_all() {
	local pid
	for pid in "${to_end[@]}"; do
		kill "$pid" 2>/dev/null && wait "$pid" 2>/dev/null
	done
}
trap end_all EXIT

# step NAME COMMAND...: the command succeeds.
step() {
	local name=$1 said
	shift
	said=$("$@" 2>&1) || {
		echo "$name: $*: status $?: $said" >&2
		exit 1
	}
	printf '%s ' "$name"
}

# refused NAME TEXT COMMAND...: the command fails, and says this extended regular expression.
refused() {
	local name=$1 text=$2 said
	shift 2
	if said=$("$@" 2>&1) || ! grep -Eq -- "$text" <<<"$said"; then
		echo "$name: $*: not refused with $text: $said" >&2
		exit 1
	fi
	printf '%s ' "$name"
}

# ready_when LOG COMMAND...: until the command succeeds, or the server that was started last has ended.
ready_when() {
	local log=$1
	shift
	until "$@"; do
		kill -0 "${to_end[-1]}" || { cat "$log"; return 1; }
		sleep 0.05
	done
}

# ---- tpm2-tools --------------------------------------------------------------------------------
random_bytes() {
	local bytes
	bytes=$(tpm2_getrandom --hex 16) && [[ $bytes =~ ^[0-9a-f]{32}$ ]]
}

unseals() { # CONTEXT [-p AUTH]
	tpm2_unseal -c "$@" -o unsealed && cmp unsealed secret
}

policy_session() {
	tpm2_startauthsession --policy-session -S session && tpm2_policypcr -Q -S session -l sha256:23
}

tools_nv() {
	tpm2_nvdefine -Q 0x1500020 -C o -s 16 -a 'ownerread|ownerwrite' &&
		tpm2_nvwrite -Q 0x1500020 -C o -i sixteen &&
		tpm2_nvread 0x1500020 -C o -s 16 -o read && cmp sixteen read &&
		tpm2_nvundefine -Q 0x1500020 -C o &&
		! tpm2_nvreadpublic 0x1500020
}

round_tools() {
	printf 'sixteen letters.' >sixteen
	step createprimary tpm2_createprimary -Q -C o -G ecc -c primary
	step create tpm2_create -Q -C primary -G ecc256:ecdsa -u key.pub -r key.priv
	step load tpm2_load -Q -C primary -u key.pub -r key.priv -c key
	step sign tpm2_sign -Q -c key -g sha256 -o signature message
	[[ $full ]] || return 0
	step verify tpm2_verifysignature -Q -c key -g sha256 -m message -s signature
	refused verify-other 'signature' tpm2_verifysignature -Q -c key -g sha256 -m secret -s signature
	step seal tpm2_create -Q -C primary -i secret -c sealed
	step unseal unseals sealed
	step nv tools_nv
	step getrandom random_bytes
}

round_policy() {
	step createprimary tpm2_createprimary -Q -C o -G ecc -c primary
	step policypcr tpm2_createpolicy -Q --policy-pcr -l sha256:23 -L policy
	step seal tpm2_create -Q -C primary -L policy -a 'fixedtpm|fixedparent' -i secret -c sealed
	step session policy_session
	step unseal unseals sealed -p session:session
	step flush tpm2_flushcontext session
	step extend tpm2_pcrextend 23:sha256="$(sha256sum <secret | cut -d' ' -f1)"
	step session policy_session
	refused unseal-changed 'policy' tpm2_unseal -c sealed -p session:session
	step flush tpm2_flushcontext session
	step reset tpm2_pcrreset 23
}

round_quote() {
	step createek tpm2_createek -Q -c ek -G ecc -u ek.pub
	step createak tpm2_createak -Q -C ek -c ak -G ecc -g sha256 -s ecdsa -u ak.pem -f pem
	step quote tpm2_quote -Q -c ak -l sha256:0,7,23 -q 0123456789abcdef -m quote -s signature -o pcrs
	step checkquote tpm2_checkquote -Q -u ak.pem -m quote -s signature -f pcrs -g sha256 \
		-q 0123456789abcdef
	refused checkquote-other 'nonce' tpm2_checkquote -Q -u ak.pem -m quote -s signature -f pcrs \
		-g sha256 -q 0123456789abcdee
}

# ---- FAPI: tss2 and what it makes of an EK certificate -----------------------------------------
# fapi_conf PROFILE CERTIFICATE: a configuration of its own, in force.
fapi_conf() {
	mkdir -p user system log
	cat >fapi.json <<-END
		{ "profile_name": "$1", "profile_dir": "/etc/tpm2-tss/fapi-profiles/",
		"user_dir": "$PWD/user", "system_dir": "$PWD/system", "log_dir": "$PWD/log",
		"system_pcrs": [], $2 "tcti": "$tcti" }
	END
	export TSS2_FAPICONF=$PWD/fapi.json
}

fapi_unseals() {
	tss2_unseal --path HS/SRK/seal --data unsealed --force && cmp unsealed secret
}

round_fapi() { # PROFILE CERTIFICATE SIGN_OPTION...
	fapi_conf "$1" "$2"
	sha256sum <message | xxd -r -p >digest
	step provision tss2_provision
	step createkey tss2_createkey --path HS/SRK/key --type noDa,sign --authValue ''
	step sign tss2_sign --keyPath HS/SRK/key --digest digest --signature signature \
		--publicKey key.pem "${@:3}"
	if [[ $full ]]; then
		step verify tss2_verifysignature --keyPath HS/SRK/key --digest digest \
			--signature signature
		step openssl openssl dgst -sha256 -verify key.pem -signature signature message
		step createseal tss2_createseal --path HS/SRK/seal --type noDa --authValue '' \
			--data secret
		step unseal fapi_unseals
	fi
	step delete tss2_delete --path /
}

round_fapi_ecc() { round_fapi P_ECCP256SHA256 '"ek_cert_less": "yes",'; }
round_fapi_rsa() { round_fapi P_RSA2048SHA256 '"ek_cert_less": "yes",' --padding RSA_SSA; }

# provisions NAME PROFILE CERTIFICATE: and what is then known of the EK's certificate goes to "got".
provisions() {
	fapi_conf "$2" "$3"
	step "$1" tss2_provision
	rm -f got
	tss2_getcertificate --path HE/EK --x509certData got 2>/dev/null
	step delete tss2_delete --path /
}

# Where FAPI may have the EK's certificate from. A certificate in the TPM is held against the vendors'
# roots that are built in and against the network, so that the one of swtpm_setup is refused; and
# there is none for the P-256 key, only for P-384. A file is believed as it is, whoever signed it; it
# is a URL. A fingerprint is of the key's DER form, not of its PEM. "yes" is a word, not JSON's true.
round_fapi_ek() {
	local rsa=P_RSA2048SHA256 ecc=P_ECCP256SHA256 hash file="file://$PWD"
	step createek tpm2_createek -Q -c ek -G ecc -u ecc.pem -f pem
	step in-nv tpm2_nvread -Q 0x1c00002 -C o -o rsa.der
	step pem openssl x509 -inform der -in rsa.der -out rsa.cert
	step ca openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout ca.key \
		-out ca.cert -subj /CN=nobody
	step sign openssl x509 -new -force_pubkey ecc.pem -subj /CN=ek -CA ca.cert -CAkey ca.key \
		-out ecc.cert
	hash=$(sha256sum <ecc.pem | cut -d' ' -f1)

	provisions file-rsa $rsa "\"ek_cert_file\": \"$file/rsa.cert\","
	step is-nv cmp got rsa.cert
	provisions file-ecc $ecc "\"ek_cert_file\": \"$file/ecc.cert\","
	step is-file cmp got ecc.cert
	fapi_conf $rsa ''
	refused nv-rsa 'No certificate downloaded' tss2_provision
	fapi_conf $ecc '"ek_cert_less": "no",'
	refused nv-ecc 'No EK certificate found' tss2_provision
	fapi_conf $rsa "\"ek_cert_file\": \"$PWD/rsa.cert\","
	refused file-path 'Bad scheme' tss2_provision
	fapi_conf $ecc \
		"\"ek_fingerprint\": { \"hashAlg\": \"sha256\", \"digest\": \"$hash\" },"
	refused fingerprint-other 'Fingerprint of EK not equal' tss2_provision
	fapi_conf $ecc '"ek_cert_less": true,'
	refused true 'Bad value for field "ek_cert_less"' tss2_provision
}

# ---- tpm2-pytss --------------------------------------------------------------------------------
# The Python program prints its own steps.
round_pytss() {
	fapi_conf P_ECCP256SHA256 '"ek_cert_less": "yes",'
	/usr/bin/python3 "$shared/stack_pytss.py" "$tcti" 2>errors || {
		cat errors >&2
		exit 1
	}
}

# ---- tpm2-pkcs11: a key for ssh ----------------------------------------------------------------
# The server is dropbear, with the rights of the same user.
ssh_server() {
	home=$(getent passwd "$(id -un)" | cut -d: -f6)
	mkdir -p "$home/.ssh"
	chmod 700 "$home" "$home/.ssh"
	dropbearkey -t ed25519 -f host >host.text 2>&1
	echo "host $(grep -o '^ssh-ed25519 [^ ]*' host.text)" >known
	printf '#!/bin/sh\necho 1234\n' >pin
	chmod 755 pin
	export SSH_ASKPASS=$PWD/pin SSH_ASKPASS_REQUIRE=force
	dropbear -F -E -s -m -r host -p 127.0.0.1:2222 -P pid -c 'echo in by key' 2>server.log &
	to_end+=($!)
	step server ready_when server.log grep -q 'Not backgrounding' server.log
}

# Making a token makes a primary key, at a handle of the owner's.
evict() {
	local handle
	for handle in $(tpm2_getcap handles-persistent | grep -o '0x810000..'); do
		tpm2_evictcontrol -Q -C o -c "$handle"
	done
}

let_in() { # FILE
	install -m 600 "$1" "$home/.ssh/authorized_keys"
}

public_key() { ssh-keygen -D $pkcs11 | grep '^ecdsa' >key.pub; }

ssh_answers() {
	[[ $(ssh -F none -T -p 2222 -I $pkcs11 -o HostKeyAlias=host -o UserKnownHostsFile="$PWD/known" \
		-o PreferredAuthentications=publickey -o IdentityFile=none \
		"$(id -un)@127.0.0.1") == 'in by key' ]]
}

token() { pkcs11-tool --module $pkcs11 --token-label ssh "$@"; }

new_store() {
	mkdir store
	export TPM2_PKCS11_STORE=$PWD/store
}

round_pkcs11() {
	new_store
	step init-token pkcs11-tool --module $pkcs11 --slot-index 0 --init-token --label ssh \
		--so-pin 4321
	step init-pin token --init-pin --so-pin 4321 --pin 1234
	step keygen token --login --pin 1234 --keypairgen --key-type EC:prime256v1 --label key
	if [[ $full ]]; then
		ssh_server
		step ssh-keygen public_key
		step authorized let_in key.pub
		step ssh ssh_answers
	fi
	step evict evict
}

# A token by the package's own tool.
token_is_there() { pkcs11-tool --module $pkcs11 -T | grep -q 'token label *: ssh$'; }

round_ptool() {
	new_store
	step init tpm2_ptool init
	step addtoken tpm2_ptool addtoken --pid 1 --label ssh --sopin 4321 --userpin 1234
	step token token_is_there
	step evict evict
}

# ---- tpm2-openssl: a TLS server's key ----------------------------------------------------------
# The server takes from the TPM only what its key needs: a handshake has more than three digests at a
# time, and a connection to the kernel's resource manager no more than three objects ("out of memory
# for object contexts").
providers=(-provider default -provider tpm2)
provider=("${providers[@]}" -propquery '?provider=tpm2')

tls_answers() {
	# The server takes CLOSE for the end.
	if [[ $(printf 'hello\nCLOSE\n' | openssl s_client -unix tls -CAfile cert.pem \
		-verify_return_error -quiet) == olleh ]]; then
		return 0
	fi
	cat server.log
	return 1
}

round_openssl() {
	step genpkey openssl genpkey "${provider[@]}" -algorithm EC -pkeyopt group:P-256 -out key.pem
	step wrapped grep -q 'BEGIN TSS2 PRIVATE KEY' key.pem
	step certificate openssl req "${provider[@]}" -x509 -key key.pem -subj /CN=tpm -out cert.pem
	openssl s_server "${providers[@]}" -propquery '?tpm2.signature=yes' -unix tls \
		-cert cert.pem -key key.pem -rev >server.log 2>&1 &
	to_end+=($!)
	step server ready_when server.log test -S tls
	step tls tls_answers
	step sign openssl dgst "${provider[@]}" -sha256 -sign key.pem -out signature message
	step public openssl x509 -in cert.pem -noout -pubkey -out key.pub
	step verify openssl dgst -sha256 -verify key.pub -signature signature message
}

# ---- systemd and clevis ------------------------------------------------------------------------
creds_decrypt() {
	[[ $(systemd-creds decrypt --name=what sealed.cred -) == "$(<secret)" ]]
}

round_systemd() {
	step encrypt systemd-creds encrypt --with-key=tpm2 --name=what secret sealed.cred
	step decrypt creds_decrypt
	refused decrypt-other 'name' systemd-creds decrypt --name=other sealed.cred -
}

# A volume's key. It is opened by systemd's plug-in for cryptsetup, which finds the TPM by itself.
round_cryptenroll() {
	printf 'password' >password
	export PASSWORD=password
	step volume truncate -s 4M volume
	step format cryptsetup luksFormat -q --type luks2 --luks2-metadata-size 16k \
		--luks2-keyslots-size 512k --pbkdf pbkdf2 --pbkdf-force-iterations 1000 volume password
	step enroll systemd-cryptenroll --tpm2-device="${SYSTEMD_TPM2_DEVICE-auto}" --tpm2-pcrs=7 volume
	step open cryptsetup open --test-passphrase --token-only volume
}

clevis_encrypt() { clevis encrypt tpm2 "$1" <secret >secret.jwe; }
clevis_decrypt() { clevis decrypt <secret.jwe | cmp - secret; }

round_clevis() {
	local pin='{}'
	[[ ! $full ]] || pin='{"pcr_bank":"sha256","pcr_ids":"23"}'
	step encrypt clevis_encrypt "$pin"
	step decrypt clevis_decrypt
}

export TPM2TOOLS_TCTI=$tcti TPM2_PKCS11_TCTI=$tcti TPM2OPENSSL_TCTI=$tcti SYSTEMD_TPM2_DEVICE=$tcti
# systemd takes no name without a colon.
[[ $tcti == *:* ]] || SYSTEMD_TPM2_DEVICE=$tcti:
[[ $tcti ]] || unset TPM2TOOLS_TCTI TPM2_PKCS11_TCTI TPM2OPENSSL_TCTI SYSTEMD_TPM2_DEVICE
unset TSS2_FAPICONF
echo 'what is signed' >message
echo 'what nobody else may know' >secret
"round_$1"
echo
