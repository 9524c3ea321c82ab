# Tests of keys, nv, ek and attest: tests_SRCS += ..., test_X_OBJS
keys_tests := template quote credential certificate
tests_SRCS += $(keys_tests:%=tests/unit/test_%.c) $(addprefix tests/fuzz/,fuzz_attest.c fuzz_certificate.c)
tests_SCRIPTS += tests/swtpm/keys.sh
digest_objs := probe/tpm/digest.o probe/tpm/template.o
keys_libs := -ltss2-mu -lcrypto
test_template_OBJS := $(digest_objs) probe/tpm/names-registry.o
test_quote_OBJS := $(digest_objs) probe/attest/verify.o probe/attest/quote.o
test_credential_OBJS := $(test_quote_OBJS) probe/attest/credential.o
test_certificate_OBJS := probe/collect/certificate.o probe/attest/chain.o $(probe/report_SRCS:.c=.o)
$(foreach t,$(keys_tests),$(eval test_$(t)_LIBS := $(keys_libs)))
fuzz_attest_OBJS := $(test_credential_OBJS)
fuzz_attest_LIBS := $(keys_libs)
fuzz_certificate_OBJS := $(test_certificate_OBJS)
fuzz_certificate_LIBS := $(keys_libs)
