/* SPDX-License-Identifier: BSD-2-Clause */
/* Files of signed PCR policies and of systemd-pcrlock: the same bytes as either. */
#include <errno.h>
#include <stdint.h>

#include "binding_use.h"
#include "pcrlock.h"
#include "signature.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const char pem[] = "-----BEGIN PUBLIC KEY-----\n"
			  "MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEOxFf9asmGXSyCFD+6Cier0DLDHV5\n"
			  "Gu2/KHCru6IDCQCp+sMw5r/B+WiQLODv4Wjvc3m4F/tew7D1JnElmWqRKw==\n"
			  "-----END PUBLIC KEY-----\n";

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static struct pcr_values values = { .bank = 0xb, .known = 0xffffff };
	struct unlock_binding binding = { .kind = BINDING_SYSTEMD_TPM2,
					  .type = "",
					  .bank = 0xb,
					  .session_hash = 0xb,
					  .signed_pcrs = 1 << 11 };
	const struct signature_entry *entry;
	struct signature_file *signatures;
	struct pcrlock_policy *policy;
	struct pcrlock_state state;
	struct arena arena = { 0 };
	enum signature_match match;
	TPM2B_DIGEST digest;
	const char *fault = NULL;

	if (signature_file_read(&arena, data, size, &signatures, &fault) == 0) {
		binding.signer = policy_key_read(&arena, pem, sizeof(pem) - 1);
		binding_check(!binding.signer->fault);
		match = signature_match(signatures, &binding, &values, &entry);
		binding_check(!entry == !signatures->n_entries);
		binding_check(match != SIGNATURE_HOLDS);
	} else {
		binding_check(fault && *fault);
	}
	if (pcrlock_read(&arena, data, size, &policy, &fault) == 0) {
		binding_check(policy->n_pcrs <= PCR_COUNT && pcrlock_digest(policy, &digest));
		pcrlock_nv_matches(policy, (struct bytes){ data, size });
		pcrlock_is_of(policy, &binding);
		pcrlock_compare(policy, &values, &state);
		binding_check(!(state.in_variant & state.in_no_variant));
	} else {
		binding_check(fault && *fault);
	}
	arena_clear(&arena);
	return 0;
}
