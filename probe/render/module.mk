probe/render_SRCS :=
