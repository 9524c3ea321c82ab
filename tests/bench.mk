# Tests of bench: its statistics against numpy.
tests_PROGS += tests/bench/stats_oracle.c
stats_oracle_OBJS := probe/bench/stats.o probe/bench/shape.o
stats_oracle_LIBS := -lm
tests_SCRIPTS += tests/bench/stats_numpy.py

# What is shown of a benchmark, read by consumers of each format, and in a browser.
tests_SCRIPTS += tests/bench/render.sh
tests_SLOW_SCRIPTS += tests/bench/page.py
