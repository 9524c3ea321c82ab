/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What the operations share; for their files only. Every setup begins with op_begin(); `before` has
 * op_clear() where the answer is looked at, so that none of the run before it is left over: the
 * System API of tpm2-tss 3.2 unmarshals behind the end of a response, and refuses to fill some
 * structures whose size is not 0.
 */
#ifndef OP_H
#define OP_H

#include <string.h>

#include "operation.h"

/* The operations of one file and one tier. */
struct op_list {
	const struct bench_op *ops;
	size_t n;
};
extern const struct op_list safe_ops, session_ops, create_ops, sign_ops, cipher_ops, transfer_ops,
	state_ops, slow_ops;
#define OP_LIST(array)                                    \
	{                                                 \
		array, sizeof(array) / sizeof((array)[0]) \
	}

/* An object for TPM2_LoadExternal or TPM2_Import. Its attributes do not say yet what it is for. */
struct fixed_key {
	TPM2B_PUBLIC public;
	TPM2B_SENSITIVE sensitive;
};
extern const struct fixed_key key_rsa2048, key_p256, key_p384, key_hmac, key_aes128;
/* 256 bytes, and what SHA-256, the HMAC with key_hmac, and AES-128-CFB with key_aes128 and an IV of
 * zeros make of them. */
extern const TPM2B_MAX_BUFFER fixed_data, fixed_data_aes128;
extern const TPM2B_DIGEST fixed_data_sha256, fixed_data_hmac;
/* The policy "for TPM2_Duplicate". */
extern const TPM2B_DIGEST fixed_policy;

/* What run gave. */
struct op_answer {
	TPM2_HANDLE handle;
	UINT32 number;
	TPMI_YES_NO more;
	TPMS_CAPABILITY_DATA capability;
	TPMS_TIME_INFO time;
	TPM2B_DIGEST digest;
	TPML_DIGEST digests;
	TPML_PCR_SELECTION pcrs;
	TPM2B_NV_PUBLIC nv_public;
	TPM2B_MAX_NV_BUFFER nv_data;
	TPM2B_PUBLIC public;
	TPM2B_PRIVATE private;
	TPM2B_CREATION_DATA creation;
	TPMT_TK_CREATION creation_ticket;
	TPMT_TK_HASHCHECK hash_ticket;
	TPMT_TK_VERIFIED verified;
	TPM2B_NAME name, qualified_name;
	TPMT_SIGNATURE signature;
	TPM2B_ATTEST attest;
	TPM2B_PUBLIC_KEY_RSA rsa;
	TPM2B_ECC_POINT point, z;
	TPM2B_MAX_BUFFER data;
	TPM2B_IV iv;
	TPM2B_SENSITIVE_DATA secret;
	TPMS_CONTEXT context;
	TPM2B_DATA encryption_key;
	TPM2B_ENCRYPTED_SECRET seed;
	TSS2L_SYS_AUTH_RESPONSE auth;
};

/* What setup and before prepared. */
struct op_scratch {
	TPM2_HANDLE parent, key, session;
	TPM2_HANDLE index; /* an NV index or a persistent object */
	uint64_t round;	   /* of `before`, where each run wants another input */
	bool is_changed;   /* marked at the client, and not taken back */
	bool only_old_cipher;
	TPM2B_PUBLIC public;
	TPM2B_PRIVATE private;
	TPM2B_SENSITIVE_CREATE sensitive;
	TPML_PCR_SELECTION pcrs;
	TPML_DIGEST_VALUES digests;
	TPM2B_DIGEST digest;
	TPMT_SIG_SCHEME scheme;
	TPMT_SIGNATURE signature;
	TPM2B_PUBLIC_KEY_RSA rsa;
	TPM2B_ECC_POINT point, z;
	TPM2B_MAX_NV_BUFFER nv_data;
	TPM2B_NV_PUBLIC nv_public;
	TPMS_CONTEXT context;
	TSS2L_SYS_AUTH_COMMAND policy;
	struct op_answer answer;
};

/* Authorize with an empty password. */
extern const TSS2L_SYS_AUTH_COMMAND op_password;
extern const TPMT_TK_HASHCHECK op_no_ticket;
extern const TPML_PCR_SELECTION op_no_pcrs;

/* The scratch, all zeros. */
struct op_scratch *op_begin(struct bench_client *client);
TSS2_RC op_setup_nothing(struct bench_client *client); /* op_begin() alone */
TSS2_RC op_clear(struct bench_client *client);	       /* the answer */
/* Gives CLIENT_SKIPPED. reason: static text. */
TSS2_RC op_skip(struct bench_client *client, const char *reason);
/* OPS_WRONG_ANSWER, or success. */
TSS2_RC op_check(bool is_right);
/* Two TPM2B with a buffer. */
#define OP_SAME(a, b) ((a).size == (b).size && !memcmp((a).buffer, (b).buffer, (a).size))

/* One page of a capability, of at most `count` items. Bounded by what the structure holds. */
TSS2_RC op_capability(struct bench_client *client, TPM2_CAP capability, uint32_t first,
		      uint32_t count, TPMS_CAPABILITY_DATA *ret_data);
/* The first handle of first's type from `first` on. CLIENT_SKIPPED for `reason`: there is none. */
TSS2_RC op_first_handle(struct bench_client *client, TPM2_HANDLE first, const char *reason,
			TPM2_HANDLE *ret_handle);
/* The banks that have this PCR; the best that we know first, or none of them is. */
struct op_banks {
	TPMI_ALG_HASH banks[TPM2_NUM_PCR_BANKS];
	size_t n;
};
TSS2_RC op_pcr_banks(struct bench_client *client, uint32_t pcr, struct op_banks *ret_banks);
/* A selection of PCR `first` to `last` of the best bank. CLIENT_SKIPPED: no bank has the first. */
TSS2_RC op_select_pcrs(struct bench_client *client, uint32_t first, uint32_t last,
		       TPML_PCR_SELECTION *ret_pcrs);

/* In the NULL hierarchy; the handles are owned. */
void op_storage_template(TPM2B_PUBLIC *ret_public);
TSS2_RC op_create_parent(struct bench_client *client, TPM2_HANDLE *ret_handle);
TSS2_RC op_load_key(struct bench_client *client, const struct fixed_key *key,
		    TPMA_OBJECT attributes, TPM2_HANDLE *ret_handle);
/* Flush the parent of this scratch. */
TSS2_RC op_flush_parent(struct bench_client *client);
/* Flush what run loaded. */
TSS2_RC op_flush_answer(struct bench_client *client);

/* Neither bound nor salted, SHA-256; owned. One call of the System API: fit for run. */
TSS2_RC op_start_session(struct bench_client *client, TPM2_SE type, TPM2_HANDLE *ret_session);

#endif
