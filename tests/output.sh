#!/bin/bash
# SPDX-License-Identifier: BSD-2-Clause
# Output goes to the file that was named, or nowhere: every option that names one, with every kind of
# file. And standard streams that were closed are nobody's socket.
. tests/swtpm/lib.sh

tests/report/make_full.py long >"$work/report.json"
tests/bench/make_report.py >"$work/bench.json"
report=("$probe" --from "$work/report.json")
bench=("$probe" --from "$work/bench.json" bench)
capture "${bench[@]}"
verdict=$status
mkdir "$work/d"
cd "$work/d" || exit 1

# write_to OPTION FILE: run the command of that option.
write_to() {
	case $1 in
	report) capture "${report[@]}" report -O "$2" ;;
	bundle) capture "${report[@]}" report --bundle "$2" ;;
	metrics) capture "${report[@]}" metrics --textfile "$2" ;;
	fleet) capture "$probe" fleet "$work/report.json" -O "$2" ;;
	*) capture "${bench[@]}" "--$1" "$2" ;;
	esac
}

for option in report bundle metrics fleet save html svg; do
	write_to $option new
	is "$status" "$([[ $option =~ ^(save|html|svg)$ ]] && echo "$verdict" || echo 0)" "$option: a new file: its status"
	check "$option: it is there" test -s new
	is "$(ls -A)" new "$option: and nothing else"
	chmod 640 new
	echo old >other
	ln -s new link
	write_to $option link
	check "$option: a link stays a link" test -L link
	is "$(stat -c %a new)" 640 "$option: what it leads to keeps its mode"
	ln -sf other new.part
	write_to $option new
	is "$(<other)" old "$option: no link beside it is followed"
	rm -f other new.part link

	mkfifo fifo
	cat fifo >got &
	reader=$!
	write_to $option fifo
	wait "$reader"
	check "$option: a FIFO gets everything" test -s got
	check "$option: and stays a FIFO" test -p fifo
	rm -f fifo got new

	if mknod full c 1 7 2>/dev/null; then
		write_to $option full
		is "$status" 1 "$option: a full device: status 1"
		like "$errors" 'full: No space left on device' "$option: why"
		check "$option: it stays a device" test -c full
		rm -f full
	fi
	if [[ $EUID == 0 ]]; then
		write_to $option /dev/full
		like "$status $errors" '^1 .*No space left' "$option: /dev/full: status 1"
		check "$option: /dev/full stays a device" test -c /dev/full
	fi
	write_to $option .
	like "$status $errors" '^1 .*: Is a directory' "$option: a directory: status 1"
	is "$(ls -A)" "" "$option: nothing is left behind"
done

# Everything that standard output gets, in its order.
for to in pipe file; do
	case $to in
	pipe) "${report[@]}" -o json report -O /dev/stdout | cat >got ;;
	file) "${report[@]}" -o json report -O /dev/stdout >got ;;
	esac
	is "$(head -c 1 got) $(tail -n 1 got)" "{ </html>" "/dev/stdout is a $to: JSON, then the page"
done
rm got

# What cannot be written is known before a TPM is asked: none answers here.
none=(-T "swtpm:host=127.0.0.1,port=1")
for command in "report -O" "report --bundle" "metrics --textfile" "bench --save" "bench --html" "bench --svg"; do
	# shellcheck disable=SC2086
	capture "$probe" "${none[@]}" $command nope/x
	is "$status ${errors%%$'\n'*}" "1 tpm-probe: nope/x: No such file or directory" "$command: before anything is measured"
done

# A reader that waits for more keeps the writer where its descriptors can be seen: the page is longer
# than a pipe.
mkfifo fifo
"${report[@]}" report -O fifo <&- >&- 2>&- &
pid=$!
started[$pid]=1
exec {page}<fifo
dd bs=1 count=1 of=got <&"$page" 2>/dev/null
for fd in 0 1 2; do
	is "$(readlink "/proc/$pid/fd/$fd")" /dev/null "descriptor $fd, closed at start, is /dev/null"
done
cat <&"$page" >>got
exec {page}<&-
wait "$pid"
is "$? $(tail -n 1 got)" "0 </html>" "and the page is written"
unset "started[$pid]"
rm fifo got
# shellcheck disable=SC2016 # bash expands it
capture bash -c '"$1" rc 0x921 >&-' bash "$probe"
like "$status $errors" '^1 .*cannot write the output' "standard output was closed: status 1"
done_testing
