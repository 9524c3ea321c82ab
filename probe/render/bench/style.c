/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * How plots look. Colours are told apart with any colour vision (after Okabe and Ito), and
 * never carry a meaning alone: dashes, shapes and words say the same. No variables and no nesting:
 * viewers of SVG other than browsers know neither.
 */
#include "chart.h"

const char bench_chart_style[] =
	".chart text{font:11px system-ui,\"Segoe UI\",\"DejaVu Sans\",sans-serif;fill:#4a5563}\n"
	".chart .a-middle{text-anchor:middle}.chart .a-end{text-anchor:end}\n"
	".chart .quiet{fill:#6b7583;font-style:italic}\n"
	".chart .name{fill:#17202a;font-weight:600}\n"
	".chart .head{font-size:14px;font-weight:600;fill:#17202a}\n"
	".chart .value{fill:#17202a;font-variant-numeric:tabular-nums}\n"
	".chart .grid{stroke:#d9dee5;stroke-width:1;fill:none}\n"
	".chart .rule{stroke:#edf0f3;stroke-width:1;fill:none}\n"
	".chart .curve{fill:none;stroke-width:2}\n"
	".chart .t1{stroke-dasharray:7 3}.chart .t2{stroke-dasharray:2 2}"
	".chart .t3{stroke-dasharray:8 3 2 3}\n"
	".chart .interval{fill:none;stroke-width:1.5;stroke-dasharray:none}\n"
	".chart .dots{fill:none;stroke-width:2.4;stroke-linecap:round;stroke-dasharray:none;"
	"opacity:.75}\n"
	".chart .base{stroke-width:1.1;opacity:.6}.chart .dots.base{stroke-width:1.8;opacity:.35}\n"
	".chart .mark{stroke:#fff;stroke-width:1}.chart .hollow{fill:#fff;stroke-width:1.5}\n"
	".chart .t0,.chart .h0{stroke:#0072b2}.chart .f0{fill:#0072b2}\n"
	".chart .t1,.chart .h1{stroke:#d55e00}.chart .f1{fill:#d55e00}\n"
	".chart .t2,.chart .h2{stroke:#00805e}.chart .f2{fill:#00805e}\n"
	".chart .t3,.chart .h3{stroke:#a3478d}.chart .f3{fill:#a3478d}\n"
	".chart .all{fill:#c5ccd5}.chart .maker{fill:#dfe4ea}\n"
	".chart .p0{fill:#6b7280}.chart .p1{fill:#56b4e9}.chart .p2{fill:#d55e00}"
	".chart .p3{fill:#e8c13a}.chart .p4{fill:#0072b2}\n"
	".chart .in0,.chart .in4{fill:#fff}"
	".chart .in1,.chart .in2,.chart .in3{fill:#15110a}\n"
	".paper{fill:#fff}\n"
	"@media (prefers-color-scheme:dark){\n"
	".chart text{fill:#a9b4c0}.chart .quiet{fill:#8b96a3}\n"
	".chart .name,.chart .head,.chart .value{fill:#e8edf2}\n"
	".chart .grid{stroke:#333c47}.chart .rule{stroke:#262e38}\n"
	".chart .mark{stroke:#171d24}.chart .hollow{fill:#171d24}\n"
	".chart .t0,.chart .h0{stroke:#56b4e9}.chart .f0{fill:#56b4e9}\n"
	".chart .t1,.chart .h1{stroke:#f0883a}.chart .f1{fill:#f0883a}\n"
	".chart .t2,.chart .h2{stroke:#2fc79b}.chart .f2{fill:#2fc79b}\n"
	".chart .t3,.chart .h3{stroke:#dd8fc4}.chart .f3{fill:#dd8fc4}\n"
	".chart .all{fill:#566270}.chart .maker{fill:#303a46}\n"
	".chart .p0{fill:#7d8794}.chart .p4{fill:#2b8ac6}\n"
	".chart .in0,.chart .in1,.chart .in2,.chart .in3,.chart .in4{fill:#0b0f14}\n"
	".paper{fill:#171d24}\n"
	"}\n";
