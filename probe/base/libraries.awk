# SPDX-License-Identifier: BSD-2-Clause
# Of libraries.list and name=LIBRARY: the header that stands for this library's own (what=header), or the
# table behind it (what=source).
$1 == "library" && $2 == name { soname = $3; package = $4; for (i = 5; i <= NF; i++) headers[++n_headers] = $i }
/^\t/ && here { for (i = 1; i <= NF; i++) names[n++] = $i }
$1 == "library" { here = $2 == name }
END {
	if (what == "header") {
		print "/* Made of probe/base/libraries.list. */"
		print "#ifndef LIBRARY_" toupper(name) "_H\n#define LIBRARY_" toupper(name) "_H\n"
		for (i = 1; i <= n_headers; i++) print "#include <" headers[i] ">"
		print "\n#include \"library.h\"\n"
		print "enum {"
		for (i = 0; i < n; i++) print "\tLIBRARY_" names[i] ","
		print "};\n"
		for (i = 0; i < n; i++)
			printf "#define %s (*(__typeof__(&%s))library_symbol(&library_%s, LIBRARY_%s))\n", names[i],
				names[i], name, names[i]
		print "\n#endif"
	} else {
		print "/* Made of probe/base/libraries.list. */"
		print "#include \"library.h\"\n"
		print "#include <stddef.h>\n"
		print "static const char *const names[] = {"
		for (i = 0; i < n; i++) print "\t\"" names[i] "\","
		print "};\n"
		print "static void *symbols[" n "];\n"
		print "struct library library_" name " = {"
		print "\t.soname = \"" soname "\", .package = \"" package "\", .names = names, .symbols = symbols,"
		print "};\n"
		printf "LIBRARY_NOTE(\"%s\", \"%s\");\n", name, soname
	}
}
