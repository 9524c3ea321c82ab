probe/collect_SRCS :=
