#!/bin/bash
# SPDX-License-Identifier: BSD-2-Clause
# tpm-probe tcti and fapi on a swtpm: what programs get is asked and timed; what emit prints is read by
# the programs that it is for; what --write puts somewhere, --undo takes away and nothing else.
# shellcheck disable=SC2016,SC2046,SC2086,SC2089,SC2090 # lists of words; texts for other shells
cd "$(dirname "$0")/../.." || exit 1
. tests/swtpm/lib.sh

for name in $(compgen -e | grep -E '^(TPM2|TCTI|TSS2_FAPI|TPM_)'); do
	unset "$name"
done
start_swtpm
json() {
	python3 -c 'import json, sys; r = json.load(sys.stdin); print(eval(sys.argv[1]))' "$1" \
		<<<"$output" 2>&1
}
# row PROGRAM KEYS: of the JSON in $output.
row() {
	json "[tuple(c.get(k) for k in '$2'.split()) for c in r['consumers'] if c['program'] == '$1']"
}
env_of=(env TPM2TOOLS_TCTI="$tcti" TPM2OPENSSL_TCTI="swtpm:port=1" TPM2_PKCS11_TCTI=nosuch:)

# ---- show and test ------------------------------------------------------------------------------
serve tests/swtpm/counting_proxy.py "$port" "$work/commands"
proxy=swtpm:host=127.0.0.1,port=$port
: >"$work/commands"
capture "${env_of[@]}" TPM2TSSENGINE_TCTI="$proxy" "$probe" tcti show -o json
is "$status" 0 "show: status 0"
is "$(row tpm2-tools 'where value source way state')" \
	"[('this environment', '$tcti', 'TPM2TOOLS_TCTI', 'simulator', 'not tried')]" "show: tpm2-tools"
like "$(row tpm2-tools reason)" 'a simulator listens' "show: it is seen to listen"
is "$(row tpm2-openssl state)" "[('fails',)]" "show: a port that nobody listens on"
like "$(row tpm2-openssl reason)" 'nobody listens on localhost:1' "show: and says so"
like "$(row tpm2-pkcs11 'state reason')" "fails.*no libtss2-tcti-nosuch.so.0" "show: a module that is not there"
is "$(json '{"tpm2-tools", "tss2 (FAPI)", "tpm2-pkcs11", "tpm2-openssl", "tpm2-tss-engine", "tpm2-pytss", "systemd", "keylime", "IBM TSS"} - {c["program"] for c in r["consumers"]}')" \
	"set()" "show: every program"
is "$(wc -c <"$work/commands")" 0 "show: no TPM command was sent"
capture "${env_of[@]}" TPM2TSSENGINE_TCTI="$proxy" "$probe" tcti test -o json
is "$status" 4 "test: status 4 where one gets no answer"
is "$(row tpm2-tools state)" "[('answers',)]" "test: tpm2-tools gets an answer"
check "test: and the time" test "$(json "[c['round_trip_ns'] > 0 for c in r['consumers'] if c['program'] == 'tpm2-tools'][0]")" = True
is "$(sort "$work/commands" | uniq -c | xargs)" "1 0x17b" "test: one GetRandom through each"
is "$(row tpm2-openssl 'state error')" "[('fails', $((0xa000a)))]" "test: no answer, and the code"
capture "${env_of[@]}" "$probe" tcti test
like "$output" 'tpm2-tools .* answers, [0-9.]+ [^ ]*s' "test: text"
capture "$probe" tcti show extra
is "$status" 2 "one operand too many"
capture "$probe" tcti nonsense
is "$status" 2 "no such verb"
capture "$probe" tcti recommend --for multi-user,nonsense
is "$status" 2 "recommend: no such need"

root=$work/crb
cp -r tests/data/sysroot/crb "$root"
find "$root/dev" -type f -exec chmod 0666 {} +
capture "$probe" --sysroot "$root" tcti recommend --for boot,multi-user -o json
is "$status" 0 "recommend: status 0"
is "$(json '[(a["purpose"], a["way"], a["tcti"]) for a in r["advice"]]')" \
	"[('multi-user', 'kernel resource manager', 'device:/dev/tpmrm0'), ('boot', 'kernel resource manager', 'device:/dev/tpmrm0')]" \
	"recommend: what it is for"
check "recommend: reasons" test "$(json 'all(a["reasons"] and a["rejected"] for a in r["advice"])')" = True

# ---- What a string leads to ---------------------------------------------------------------------
# The same strings as in the guest, on a copy of such a machine.
. tests/tcti-strings.sh
below=0 platform=1 above=2 usual=tpmrm0 renamed=- parent=MSFT0101:00 hid=MSFT0101 path=/sys/devices/acpi/MSFT0101:00
three=$work/three
add_node() { # CLASS NAME MINOR DIR
	local folder=$three/sys/devices/$4/$1/$2
	mkdir -p "$folder" "$three/sys/class/$1" "$three/sys/dev/char"
	printf 'MAJOR=248\nMINOR=%s\nDEVNAME=%s\n' "$3" "$2" >"$folder/uevent"
	echo "248:$3" >"$folder/dev"
	ln -s "$three/sys/class/$1" "$folder/subsystem"
	ln -s "../../devices/$4/$1/$2" "$three/sys/class/$1/$2"
	ln -s "../../devices/$4/$1/$2" "$three/sys/dev/char/248:$3"
	[[ $4 == virtual ]] || ln -s ../.. "$folder/device"
	touch "$three/dev/$2"
}
mkdir -p "$three/dev" "$three/usr/lib" "$three/etc/profile.d" "$three$path"
for number in 0 1 2; do
	[[ $number == "$platform" ]] && folder=${path#/sys/devices/} || folder=virtual
	add_node tpm tpm$number $number "$folder"
	add_node tpmrm tpmrm$number $((65536 + number)) "$folder"
done
echo "$hid" >"$three$path/hid"
rm "$three/dev/tpmrm$above"
ln -s "tpmrm$platform" "$three/dev/secure-element"
mkdir -p "$three/run/udev/data"
touch "$three/dev/null"
chmod 0666 "$three"/dev/*
: >"$three/usr/lib/libtss2-tcti-device.so.0"
: >"$three/usr/lib/libtss2-tcti-tpmrm.so.0"
while IFS='|' read -r name conf want; do
	# A file cannot have a number: whose node it was nobody can tell.
	[[ $conf != *security-chip* ]] || continue
	echo "export TPM2TOOLS_TCTI='$name$conf'" >"$three/etc/profile.d/tpm.sh"
	capture "$probe" --sysroot "$three" tcti show -o json
	got=$(json "' '.join('{state}|{node}'.format(**c) for c in r['consumers'] if c['program'] == 'tpm2-tools' and c['where'] == 'login shells')")
	case $want in
	-) is "${got%%|*}" fails "show \"$name$conf\"" ;;
	*) is "$(readlink -f "$three${got#*|}")" "$three/dev/$want" "show \"$name$conf\": $got" ;;
	esac
done < <(tcti_strings)

# ---- emit: each format, read by what reads it ---------------------------------------------------
variables='TPM2TOOLS_TCTI TPM2_PKCS11_TCTI TPM2OPENSSL_TCTI TPM2TSSENGINE_TCTI TCTI TPM_DEVICE'
want='device:/dev/tpmrm0 device:/dev/tpmrm0 device:/dev/tpmrm0 device:/dev/tpmrm0 device:/dev/tpmrm0 /dev/tpmrm0'
# printed NAME...: the values of variables, in the environment of a child.
cat >"$work/values" <<'END'
#!/bin/sh
for name; do eval "printf '%s ' \"\${$name-}\""; done
END
chmod +x "$work/values"
emit() { "$probe" --sysroot "$root" tcti emit "$@" 2>/dev/null; }
for format in shell profile.d; do
	emit $format >"$work/$format.sh"
	for shell in sh bash zsh; do
		command -v $shell >/dev/null || continue
		is "$(env -i PATH="$PATH" $shell -c '. "$1"; shift; exec "$@"' x "$work/$format.sh" \
			"$work/values" $variables | sed 's/ $//')" "$want" "emit $format: in $shell"
	done
done
emit environment.d >"$work/environment.conf"
is "$(grep -vcE '^(#.*|[A-Z0-9_]+=[A-Za-z0-9/:._=-]+)$' "$work/environment.conf")" 0 "emit environment.d: only NAME=value"
reader=/usr/lib/systemd/user-environment-generators/30-systemd-environment-d-generator
if [[ -x $reader ]]; then
	mkdir -p "$work/config/environment.d"
	cp "$work/environment.conf" "$work/config/environment.d/60-tpm-probe.conf"
	is "$(env -i XDG_CONFIG_HOME="$work/config" HOME=/nonexistent $reader | grep -c "^TPM2.*=device:/dev/tpmrm0$")" 4 \
		"emit environment.d: systemd's own reader has the values"
else
	skip "emit environment.d: systemd's own reader has the values" "no $reader"
fi
ini='
import configparser, shlex, sys
c = configparser.ConfigParser(strict=False, delimiters="=", allow_no_value=False, interpolation=None)
c.optionxform = str
lines = [l.split("=", 1) for l in open(sys.argv[1]) if "=" in l and not l.startswith("#")]
c.read(sys.argv[1])
section, key = sys.argv[2], sys.argv[3]
assert c.sections() == [section], c.sections()
assert {k for k, v in lines} == {key}
env = dict(word.split("=", 1) for k, v in lines for word in shlex.split(v))
print(" ".join(env[n] for n in sys.argv[4:]))'
emit systemd >"$work/system.conf"
emit systemd --unit demo.service >"$work/unit.conf"
is "$(python3 -c "$ini" "$work/system.conf" Manager DefaultEnvironment $variables)" "$want" "emit systemd: system.conf"
is "$(python3 -c "$ini" "$work/unit.conf" Service Environment $variables)" "$want" "emit systemd --unit: a drop-in"
if command -v systemd-analyze >/dev/null; then
	mkdir -p "$work/units/demo.service.d"
	printf '[Service]\nExecStart=/bin/true\n' >"$work/units/demo.service"
	cp "$work/unit.conf" "$work/units/demo.service.d/"
	capture systemd-analyze verify --man=no "$work/units/demo.service"
	unlike "$output$errors" 'unit.conf' "emit systemd --unit: systemd finds nothing to complain of"
else
	skip "emit systemd --unit: systemd finds nothing to complain of" "no systemd-analyze here"
fi
# The generator: with a machine's nodes, and where somebody has set a variable already.
emit generator >"$work/generator"
check "emit generator: sh reads it" sh -n "$work/generator"
! command -v shellcheck >/dev/null || check "emit generator: shellcheck" shellcheck "$work/generator"
mkdir -p "$work/class/tpmrm3" "$work/class/tpmrm7/device" "$work/nodes"
touch "$work/class/tpmrm3/dev" "$work/class/tpmrm7/dev"
sed "s|/sys/class/tpmrm/|$work/class/|; s|/dev/\\$|$work/nodes/\$|; s| -c | -e |" "$work/generator" >"$work/generator.here"
is "$(env -i sh "$work/generator.here")" "" "emit generator: without a node it says nothing"
touch "$work/nodes/tpmrm3" "$work/nodes/tpmrm7"
is "$(env -i TPM2TOOLS_TCTI=mine sh "$work/generator.here" | xargs)" \
	"$(for n in TPM2_PKCS11_TCTI TPM2OPENSSL_TCTI TPM2TSSENGINE_TCTI TCTI; do echo $n=device:$work/nodes/tpmrm7; done | xargs) TPM_INTERFACE_TYPE=dev TPM_DEVICE=$work/nodes/tpmrm7" \
	"emit generator: the platform's own TPM, and not what is set already"
emit generator --interface tabrmd >"$work/generator.tabrmd"
is "$(env -i sh "$work/generator.tabrmd" | head -n 1)" "TPM2TOOLS_TCTI=tabrmd:bus_name=com.intel.tss2.Tabrmd" \
	"emit generator --interface tabrmd"
# Containers: what stands for the image's process is a shell without any environment.
emit dockerfile >"$work/dockerfile"
is "$(env -i $(sed -nE 's/^ENV ([A-Z0-9_]+)="([^"]*)"$/\1=\2/p' "$work/dockerfile") PATH="$PATH" \
	"$work/values" $variables | sed 's/ $//')" "$want" "emit dockerfile: ENV gives the values"
emit docker >"$work/docker"
is "$(env -i $(sed -n 's/^--env=//p' "$work/docker") "$work/values" $variables | sed 's/ $//')" "$want" \
	"emit docker: --env gives the values"
is "$(grep -v '^--env' "$work/docker" | xargs -d '\n')" \
	"--device=/dev/tpmrm0:/dev/tpmrm0 --group-add=\$(stat -c %g /dev/tpmrm0)" "emit docker: the node and its group"
# shellcheck disable=SC2317 # eval calls it
is "$(stat() { echo "$*"; }; eval echo run $(cat "$work/docker") IMAGE | cut -d ' ' -f 1-6)" \
	"run --device=/dev/tpmrm0:/dev/tpmrm0 --group-add=-c %g /dev/tpmrm0 --env=TPM2TOOLS_TCTI=device:/dev/tpmrm0" \
	"emit docker: with eval a shell asks for the group"
emit compose >"$work/compose"
compose='
import sys, yaml
app = yaml.safe_load(open(sys.argv[1]))["services"]["app"]
print(app["devices"], len(app["group_add"]), *(app["environment"][n] for n in sys.argv[2:]))'
if /usr/bin/python3 -c 'import yaml' 2>/dev/null; then
	is "$(/usr/bin/python3 -c "$compose" "$work/compose" $variables)" "['/dev/tpmrm0:/dev/tpmrm0'] 1 $want" "emit compose: as YAML"
else
	skip "emit compose: as YAML" "needs python3-yaml"
fi
like "$(emit compose --interface tabrmd)" 'system_bus_socket' "emit compose --interface tabrmd: the bus"
# NixOS: the options of security.tpm2, every bracket closed.
nix=$(emit nixos --interface tabrmd --pkcs11 --profile-name P_RSA2048SHA256 --ek-cert-less yes)
for option in 'abrmd.enable = true;' 'pkcs11.enable = true;' 'interface = "tabrmd";' \
	'tabrmdConf = "bus_name=com.intel.tss2.Tabrmd";' 'profileName = "P_RSA2048SHA256";' 'ekCertLess = true;'; do
	like "$nix" "$option" "emit nixos: $option"
done
balance='
import sys
stack = []
for c in sys.stdin.read():
    if c in "{[(": stack.append(c)
    elif c in "}])": assert stack and stack.pop() + c in ("{}", "[]", "()")
assert not stack'
check "emit nixos: every bracket is closed" python3 -c "$balance" <<<"$nix"
capture "$probe" --sysroot "$root" tcti emit profile.d --device-conf '/dev/$(id)'
is "$status" 2 "emit: what a shell would read is refused"
capture "$probe" --sysroot "$root" tcti emit nosuch
is "$status" 2 "emit: no such format"
capture "$probe" --sysroot "$root" tcti emit shell --write
is "$status" 2 "emit shell --write: it has no place"
capture "$probe" --sysroot "$root" tcti emit profile.d -o json
is "$(json 'r["emissions"][0]["path"], r["emissions"][0]["mode"], r["emissions"][0]["state"]')" \
	"('/etc/profile.d/tpm-probe.sh', $((0644)), 'printed')" "emit -o json"

# ---- write and undo -----------------------------------------------------------------------------
mkdir -p "$root/etc/tpm2-tss" "$root/etc/profile.d"
cp tests/fuzz/corpus/fuzz_fapi/config "$root/etc/tpm2-tss/fapi-config.json"
chmod 0640 "$root/etc/tpm2-tss/fapi-config.json"
touch -d '2020-01-02 03:04:05' "$root/etc/tpm2-tss/fapi-config.json"
# The tree with what tells files apart: modes, owners, links, times of the files.
tree() {
	(cd "$root" && find . -type f -printf '%p %m %u %g %T@ ' -exec sha256sum {} \; ; find . ! -type f -printf '%p %m %l\n') | sort
}
(cd "$root" && tree) >"$work/before"
umask 077
writable='profile.d environment.d systemd generator nixos fapi'
for format in $writable; do
	capture "$probe" --sysroot "$root" tcti emit $format --ek-cert-less no --write
	is "$status" 0 "write $format: status 0"
	like "$output" ': written' "write $format: written"
	capture "$probe" --sysroot "$root" tcti emit $format --ek-cert-less no --write
	like "$status $output" '^0 .*: unchanged' "write $format again: unchanged"
done
capture "$probe" --sysroot "$root" tcti emit systemd --unit demo.service --write
is "$(cd "$root" && stat -c '%a %n' etc/profile.d/tpm-probe.sh etc/environment.d/60-tpm-probe.conf \
	etc/systemd/system.conf.d/60-tpm-probe.conf etc/systemd/user-environment-generators/60-tpm-probe \
	etc/systemd/system/demo.service.d/60-tpm-probe.conf etc/nixos/tpm-probe.nix etc/tpm2-tss/fapi-config.json)" \
	"644 etc/profile.d/tpm-probe.sh
644 etc/environment.d/60-tpm-probe.conf
644 etc/systemd/system.conf.d/60-tpm-probe.conf
755 etc/systemd/user-environment-generators/60-tpm-probe
644 etc/systemd/system/demo.service.d/60-tpm-probe.conf
644 etc/nixos/tpm-probe.nix
640 etc/tpm2-tss/fapi-config.json" "write: places and modes, whatever the umask"
umask 022
# A login shell of that machine, with its /etc/profile.
capture unshare -rm bash -c 'mount --bind "$1/etc/profile.d" /etc/profile.d && shift &&
	exec env -i HOME=/nonexistent PATH="$PATH" bash --login -c "\"\$@\"" x "$@"' x "$root" "$work/values" $variables
if [[ $status == 0 && -r /etc/profile ]]; then
	is "${output% }" "$want" "write: a new login shell has the values"
else
	skip "write: a new login shell has the values" "no mount namespace here: $errors"
fi
capture "$probe" --sysroot "$root" tcti show -o json
is "$(row tpm2-tools 'where source' | tr -d '\n')" \
	"[('login shells', '/etc/profile.d/tpm-probe.sh:2'), ('units', '/etc/systemd/system.conf.d/60-tpm-probe.conf:3'), ('user units', '/etc/environment.d/60-tpm-probe.conf:2'), ('demo.service', '/etc/systemd/system/demo.service.d/60-tpm-probe.conf:3')]" \
	"show: what was written is found"
# A change by a person is not taken away, but named.
echo '# mine' >>"$root/etc/nixos/tpm-probe.nix"
capture "$probe" --sysroot "$root" tcti emit nixos --write
like "$status $errors" '^1 .*tpm-probe.nix was left as it is' "write over a change: left, and named"
capture "$probe" --sysroot "$root" tcti emit nixos --undo
like "$status $errors" '^1 .*tpm-probe.nix was left as it is: it was changed' "undo of a change: left, and named"
sed -i '$d' "$root/etc/nixos/tpm-probe.nix"
capture "$probe" --sysroot "$root" tcti emit fapi --undo
like "$status $output" '^0 .*fapi-config.json: restored' "undo fapi: the original is back"
capture "$probe" --sysroot "$root" tcti emit --undo
is "$status" 0 "undo of all: status 0"
is "$(grep -c ': removed' <<<"$output")" 6 "undo of all: the other six"
check "undo: the tree is as it was" diff "$work/before" <(cd "$root" && tree)
capture "$probe" --sysroot "$root" tcti emit --undo
like "$status $output" '^0 .*nothing' "undo again: nothing to do"
# Where every directory was there before, the ledger has files alone, and goes with the last one.
mkdir -p "$root/etc/profile.d" "$root/var/lib/tpm-probe"
capture "$probe" --sysroot "$root" tcti emit profile.d --write
is "$status" 0 "write into directories that were there"
capture "$probe" --sysroot "$root" tcti emit --undo
like "$status $output" '^0 .*profile.d/tpm-probe.sh: removed' "undo there: the file is removed"
check "undo there: no ledger is left" rmdir "$root/var/lib/tpm-probe"
# What is not ours is not replaced, and no link leads out of the tree.
echo mine >"$root/etc/profile.d/tpm-probe.sh"
capture "$probe" --sysroot "$root" tcti emit profile.d --write
like "$status $(<"$root/etc/profile.d/tpm-probe.sh")" '^1 mine$' "write: a file of somebody else's stays"
rm "$root/etc/profile.d/tpm-probe.sh"
mkdir "$work/outside"
ln -s "$work/outside" "$root/etc/environment.d"
capture "$probe" --sysroot "$root" tcti emit environment.d --write
is "$(ls -A "$work/outside")" "" "write: a link does not lead out of --sysroot"
rm "$root/etc/environment.d"
"$probe" --sysroot "$root" tcti emit --undo >"$work/log" 2>&1

# ---- FAPI: what is said of a configuration, and what tss2 says ----------------------------------
config() { # CHANGE...: of a good one
	python3 - "$work/fapi.json" "$@" <<'END'
import json, sys
c = {"profile_name": "P_ECCP256SHA256", "profile_dir": "/etc/tpm2-tss/fapi-profiles/",
     "user_dir": sys.argv[1] + ".user", "system_dir": sys.argv[1] + ".system",
     "log_dir": sys.argv[1] + ".log", "tcti": "", "system_pcrs": [], "ek_cert_less": "yes"}
for change in sys.argv[2:]:
    key, value = change.split("=", 1)
    if value: c[key] = json.loads(value)
    else: del c[key]
json.dump(c, open(sys.argv[1], "w"), indent=1)
END
}
# refused: does FAPI refuse the configuration itself?
if command -v tss2_list >/dev/null && [[ -d /etc/tpm2-tss/fapi-profiles ]]; then
	for change in '' tcti= system_pcrs= profile_name= 'ek_cert_less=true' 'ek_cert_less="no"' 'ek_cert_less="YES"' \
		'ek_cert_less="maybe"' 'ek_cert_less=1' 'ek_fingerprint="00"' 'system_pcrs="x"' 'system_pcrs=[{"hash": 4}]' \
		'what="ever"' 'user_dir=' 'profile_dir=' 'system_dir='; do
		config "tcti=\"$tcti\"" ${change:+"$change"}
		capture env TSS2_FAPICONF="$work/fapi.json" TSS2_LOG=all+error tss2_list
		grep -qiE 'deserialize|not found|No .* defined|Bad value|Could not finish' <<<"$errors" && theirs=refused || theirs=taken
		capture env TSS2_FAPICONF="$work/fapi.json" "$probe" -T "$tcti" fapi check -o json
		ours=$(json '"refused" if any(f["fatal"] for f in r["host"]["fapi"]["faults"]) else "taken"')
		is "$ours" "$theirs" "fapi check: ${change:-the good one} is $theirs, as tss2 has it"
	done
else
	skip "fapi check beside tss2" "no tss2 tools here"
fi
config "ek_cert_less=true" 'ekCertLess="yes"'
capture env TSS2_FAPICONF="$work/fapi.json" "$probe" -T "$tcti" fapi check
is "$status" 6 "fapi check: status 6"
like "$output" "fapi.json:9: ek_cert_less: true and false are not understood \(refused\)"$'\n'' +expected: "yes" or "no"' \
	"fapi check: the line, what is wrong, what is expected"
like "$output" 'fapi.json:10: ekCertLess: there is no such key.*expected: "ek_cert_less"' "fapi check: a key that is misspelt"
like "$output" 'FAPI-001' "fapi check: not provisioned"
# A swtpm without certificates.
config
capture env TSS2_FAPICONF="$work/fapi.json" "$probe" -T "$tcti" fapi emit
is "$status" 0 "fapi emit: status 0"
is "$(json 'r["ek_cert_less"], r["profile_name"], r["system_pcrs"]')" "('yes', 'P_ECCP256SHA256', [])" \
	"fapi emit: no certificate: ek_cert_less is \"yes\""
like "$errors" 'no EK certificate for ecc p256' "fapi emit: and says why"
done_testing
