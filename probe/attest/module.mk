probe/attest_SRCS := $(addprefix probe/attest/,verify.c quote.c credential.c chain.c ek.c certificates.c self-test.c \
	self-test-keys.c self-test-quote.c self-test-storage.c)
