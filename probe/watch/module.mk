probe/watch_SRCS := $(addprefix probe/watch/,ring.c forgiveness.c round.c worker.c model.c event.c findings.c \
	line.c words.c block.c layout.c screen.c tell.c plug.c)
