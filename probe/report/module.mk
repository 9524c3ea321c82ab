probe/report_SRCS :=
