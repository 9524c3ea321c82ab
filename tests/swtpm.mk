# Tests of the built tool against swtpm and bad input: tests_SCRIPTS += ...
tests_SCRIPTS += tests/swtpm/caps_compare.py $(addprefix tests/swtpm/,bad_input.sh install.sh \
	lifecycle.sh tool.sh doctor.sh)
tests_SLOW_SCRIPTS += tests/swtpm/valgrind.sh
