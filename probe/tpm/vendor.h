/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What a TPM calls itself, written as the udev builtin tpm2_id of newer systemds writes it, so that
 * a text from there and one from here can be compared. Pure, and without a tss2 header: the udev
 * helper uses it too.
 */
#ifndef VENDOR_H
#define VENDOR_H

#include <stdint.h>

/* TPM2_PT_FAMILY_INDICATOR to TPM2_PT_FIRMWARE_VERSION_2, TPM 2.0 Library, part 2, 6.13. */
#define VENDOR_FIRST 0x100
#define VENDOR_LAST  0x10c

/* A property that the TPM did not tell is 0: in these texts the two look the same. */
struct vendor {
	uint32_t values[VENDOR_LAST - VENDOR_FIRST + 1];
};

/* Other properties than those are ignored. */
void vendor_set(struct vendor *vendor, uint32_t property, uint32_t value);

/*
 * Texts of the TPM: blanks and NULs at the end go, whatever else is no printable ASCII, or a blank,
 * is an underscore. "" if nothing is left.
 */
void vendor_manufacturer(const struct vendor *vendor, char ret_text[5]); /* "IFX" */
void vendor_string(const struct vendor *vendor, char ret_text[17]);	 /* "SLB9670" */

/* "fi2.0:lv0:rv1.38:sy2018:sd8:mfIFX:vsSLB9670:ty0:fw7.85.1166080:"; the type is hexadecimal. */
#define VENDOR_MODALIAS_SIZE 160
void vendor_modalias(const struct vendor *vendor, char ret_text[VENDOR_MODALIAS_SIZE]);

#endif
