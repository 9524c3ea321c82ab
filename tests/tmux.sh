# SPDX-License-Identifier: BSD-2-Clause
# shellcheck shell=bash
# shellcheck disable=SC2034 # variables are for the suites
# A terminal for a suite, by tmux: source it behind the suite's lib.sh. What it shows is polled for with
# wait_for, never slept for.

# terminal_open DIRECTORY WIDTH HEIGHT: its files go to the folder; sets terminal_pid, the server's,
# for the suite to end. The shell in it is dash, which leaves the terminal as a program left it.
terminal_open() {
	terminal_dir=$1
	(unset ENV; LC_ALL=C.UTF-8 PS1='$ ' terminal new-session -d -x "$2" -y "$3" dash -i) || return
	terminal_pid=$(terminal display-message -p '#{pid}')
	terminal set-option -g status off
	wait_for shows '^\$'
}

# terminal ARGUMENT...: tmux itself.
terminal() {
	tmux -S "$terminal_dir/tmux" -f /dev/null "$@"
}

# type_line TEXT: and the key Enter.
type_line() {
	terminal send-keys -l "$1"
	terminal send-keys Enter
}

# press KEY, as tmux calls it
press() {
	terminal send-keys "$1"
}

resize() { # WIDTH HEIGHT
	terminal resize-window -x "$1" -y "$2"
}

screen() {
	terminal capture-pane -p
}

# shows REGEX: some line of the screen matches. Prints the screen.
shows() {
	local text
	text=$(screen)
	echo "$text"
	grep -Eq -- "$1" <<<"$text"
}

# sees REGEX NAME: it does, in the end. If the suite's time is over before, the screen is shown.
sees() {
	local tap_name="$2: want match: $1"
	wait_for shows "$1"
	ok "$2"
}

# terminal_state: cursor shown, and second screen.
terminal_state() {
	terminal display-message -p '#{cursor_flag} #{alternate_on}'
}
