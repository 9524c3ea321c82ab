probe/stack_SRCS := $(addprefix probe/stack/,consumers.c precedence.c resolve.c advise.c emit.c emit-places.c emit-fapi.c ledger.c install.c root-write.c)
