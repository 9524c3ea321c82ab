/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * One of two users of a TPM, who take every step at the same time: three objects loaded, a session,
 * signatures, contexts saved and loaded; and nothing of the other's is ever seen or served.
 *
 *   two_users TCTI ROUNDS IN OUT
 *
 * IN and OUT are FIFOs, the other's OUT and IN: before each step the two meet there and tell each
 * other which handles they have. A round is ten steps. Prints "steps N foreign N saved N": how many
 * steps were taken; how many of the other's object handles were tried that are not handles of this
 * user's too (both may number their objects alike: then the handle has to lead to this user's own
 * object); and how often the other's session was in the list of saved sessions, which is the TPM's and
 * no secret. Exit status: 0 all as it must be; 1 not so, said on stderr; 2 usage.
 */
#include <fcntl.h>
#include <openssl/sha.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <tss2/tss2_esys.h>
#include <tss2/tss2_rc.h>
#include <tss2/tss2_sys.h>
#include <tss2/tss2_tctildr.h>
#include <unistd.h>

#define OBJECTS 3

struct note {
	uint32_t step;
	uint32_t handles[OBJECTS];
	uint32_t session;
};

struct user {
	ESYS_CONTEXT *esys;
	TSS2_SYS_CONTEXT *sys; /* of the same connection: takes any handle */
	int in, out;
	unsigned int steps, foreign, saved;
	ESYS_TR keys[OBJECTS]; /* the parent first */
	TPM2B_NAME names[OBJECTS];
	ESYS_TR session;
	struct note mine, other;
	TPMT_SIGNATURE *signature;
};

static const TPM2B_PUBLIC parent_template = {
	.publicArea = {
		.type = TPM2_ALG_ECC,
		.nameAlg = TPM2_ALG_SHA256,
		.objectAttributes = TPMA_OBJECT_USERWITHAUTH | TPMA_OBJECT_RESTRICTED |
				    TPMA_OBJECT_DECRYPT | TPMA_OBJECT_FIXEDTPM |
				    TPMA_OBJECT_FIXEDPARENT | TPMA_OBJECT_SENSITIVEDATAORIGIN |
				    TPMA_OBJECT_NODA,
		.parameters.eccDetail = { .symmetric = { .algorithm = TPM2_ALG_AES,
							 .keyBits.aes = 128,
							 .mode.aes = TPM2_ALG_CFB },
					  .scheme.scheme = TPM2_ALG_NULL,
					  .curveID = TPM2_ECC_NIST_P256,
					  .kdf.scheme = TPM2_ALG_NULL },
	},
};

static const TPM2B_PUBLIC key_template = {
	.publicArea = {
		.type = TPM2_ALG_ECC,
		.nameAlg = TPM2_ALG_SHA256,
		.objectAttributes = TPMA_OBJECT_USERWITHAUTH | TPMA_OBJECT_SIGN_ENCRYPT |
				    TPMA_OBJECT_FIXEDTPM | TPMA_OBJECT_FIXEDPARENT |
				    TPMA_OBJECT_SENSITIVEDATAORIGIN | TPMA_OBJECT_NODA,
		.parameters.eccDetail = { .symmetric.algorithm = TPM2_ALG_NULL,
					  .scheme = { .scheme = TPM2_ALG_ECDSA,
						      .details.ecdsa.hashAlg = TPM2_ALG_SHA256 },
					  .curveID = TPM2_ECC_NIST_P256,
					  .kdf.scheme = TPM2_ALG_NULL },
	},
};

static int fail(const struct user *user, const char *what, TSS2_RC rc)
{
	fprintf(stderr, "two_users: step %u: %s: 0x%08x %s\n", user->steps, what, rc,
		Tss2_RC_Decode(rc));
	return -1;
}

static int wrong(const struct user *user, const char *what)
{
	fprintf(stderr, "two_users: step %u: %s\n", user->steps, what);
	return -1;
}

/* Both are here, at the same step. */
static int meet(struct user *user)
{
	user->mine.step = ++user->steps;
	if (write(user->out, &user->mine, sizeof(user->mine)) != sizeof(user->mine) ||
	    read(user->in, &user->other, sizeof(user->other)) != sizeof(user->other))
		return wrong(user, "the other is gone");
	if (user->other.step != user->steps)
		return wrong(user, "the other is at another step");
	return 0;
}

static int load(struct user *user)
{
	const TPM2B_SENSITIVE_CREATE sensitive = { 0 };
	const TPML_PCR_SELECTION pcrs = { 0 };
	const TPM2B_DATA outside = { 0 };
	TSS2_RC rc;

	rc = Esys_CreatePrimary(user->esys, ESYS_TR_RH_OWNER, ESYS_TR_PASSWORD, ESYS_TR_NONE,
				ESYS_TR_NONE, &sensitive, &parent_template, &outside, &pcrs,
				&user->keys[0], NULL, NULL, NULL, NULL);
	if (rc)
		return fail(user, "CreatePrimary", rc);
	for (int i = 1; i < OBJECTS; i++) {
		TPM2B_PRIVATE *private;
		TPM2B_PUBLIC *public;

		rc = Esys_Create(user->esys, user->keys[0], ESYS_TR_PASSWORD, ESYS_TR_NONE,
				 ESYS_TR_NONE, &sensitive, &key_template, &outside, &pcrs, &private,
				 &public, NULL, NULL, NULL);
		if (rc)
			return fail(user, "Create", rc);
		rc = Esys_Load(user->esys, user->keys[0], ESYS_TR_PASSWORD, ESYS_TR_NONE,
			       ESYS_TR_NONE, private, public, &user->keys[i]);
		Esys_Free(private);
		Esys_Free(public);
		if (rc)
			return fail(user, "Load", rc);
	}
	for (int i = 0; i < OBJECTS; i++) {
		TPM2B_NAME *name;

		rc = Esys_TR_GetName(user->esys, user->keys[i], &name);
		if (rc)
			return fail(user, "TR_GetName", rc);
		user->names[i] = *name;
		Esys_Free(name);
	}
	return 0;
}

static TPM2B_DIGEST digest_of(const struct user *user)
{
	TPM2B_DIGEST digest = { .size = TPM2_SHA256_DIGEST_SIZE };

	memcpy(digest.buffer, user->names[1].name, TPM2_SHA256_DIGEST_SIZE);
	digest.buffer[0] = user->steps / 10;
	return digest;
}

static int sign(struct user *user, int key)
{
	const TPMT_TK_HASHCHECK ticket = { .tag = TPM2_ST_HASHCHECK, .hierarchy = TPM2_RH_NULL };
	const TPMT_SIG_SCHEME scheme = { .scheme = TPM2_ALG_NULL };
	const TPM2B_DIGEST digest = digest_of(user);
	TSS2_RC rc;

	Esys_Free(user->signature);
	user->signature = NULL;
	rc = Esys_Sign(user->esys, user->keys[key], ESYS_TR_PASSWORD, ESYS_TR_NONE, ESYS_TR_NONE,
		       &digest, &scheme, &ticket, &user->signature);
	return rc ? fail(user, "Sign", rc) : 0;
}

/* The last signature is this key's, and not the other key's. */
static int verify(struct user *user, int key)
{
	const TPM2B_DIGEST digest = digest_of(user);
	TPMT_TK_VERIFIED *ticket;
	TSS2_RC rc;

	rc = Esys_VerifySignature(user->esys, user->keys[key], ESYS_TR_NONE, ESYS_TR_NONE,
				  ESYS_TR_NONE, &digest, user->signature, &ticket);
	if (rc)
		return fail(user, "VerifySignature", rc);
	Esys_Free(ticket);
	rc = Esys_VerifySignature(user->esys, user->keys[OBJECTS - key], ESYS_TR_NONE, ESYS_TR_NONE,
				  ESYS_TR_NONE, &digest, user->signature, &ticket);
	return (rc & ~TPM2_RC_N_MASK) == (TPM2_RC_SIGNATURE | TPM2_RC_P)
		       ? 0
		       : fail(user, "VerifySignature by the other key", rc);
}

static int start_session(struct user *user)
{
	const TPMT_SYM_DEF symmetric = { .algorithm = TPM2_ALG_NULL };
	TSS2_RC rc;

	rc = Esys_StartAuthSession(user->esys, ESYS_TR_NONE, ESYS_TR_NONE, ESYS_TR_NONE,
				   ESYS_TR_NONE, ESYS_TR_NONE, NULL, TPM2_SE_POLICY, &symmetric,
				   TPM2_ALG_SHA256, &user->session);
	if (!rc)
		rc = Esys_TR_GetTpmHandle(user->esys, user->session, &user->mine.session);
	return rc ? fail(user, "StartAuthSession", rc) : 0;
}

/* The session is this user's own: new, and then what this user's value makes of it. */
static int use_session(struct user *user)
{
	const TPM2B_DIGEST value = digest_of(user);
	uint8_t hashed[2 * TPM2_SHA256_DIGEST_SIZE + 4] = { 0 }, want[TPM2_SHA256_DIGEST_SIZE];
	TPM2B_DIGEST *got;
	TSS2_RC rc;
	int differ;

	rc = Esys_PolicyNameHash(user->esys, user->session, ESYS_TR_NONE, ESYS_TR_NONE,
				 ESYS_TR_NONE, &value);
	if (rc)
		return fail(user, "PolicyNameHash", rc);
	rc = Esys_PolicyGetDigest(user->esys, user->session, ESYS_TR_NONE, ESYS_TR_NONE,
				  ESYS_TR_NONE, &got);
	if (rc)
		return fail(user, "PolicyGetDigest", rc);
	hashed[TPM2_SHA256_DIGEST_SIZE + 2] = TPM2_CC_PolicyNameHash >> 8;
	hashed[TPM2_SHA256_DIGEST_SIZE + 3] = TPM2_CC_PolicyNameHash & 0xff;
	memcpy(hashed + TPM2_SHA256_DIGEST_SIZE + 4, value.buffer, TPM2_SHA256_DIGEST_SIZE);
	SHA256(hashed, sizeof(hashed), want);
	differ = got->size != sizeof(want) || memcmp(got->buffer, want, sizeof(want)) != 0;
	Esys_Free(got);
	return differ ? wrong(user, "the session's digest is another") : 0;
}

static int list(struct user *user, uint32_t first, TPML_HANDLE *ret_handles)
{
	TPMS_CAPABILITY_DATA *data;
	TSS2_RC rc;

	rc = Esys_GetCapability(user->esys, ESYS_TR_NONE, ESYS_TR_NONE, ESYS_TR_NONE,
				TPM2_CAP_HANDLES, first, TPM2_MAX_CAP_HANDLES, NULL, &data);
	if (rc)
		return fail(user, "GetCapability", rc);
	*ret_handles = data->data.handles;
	Esys_Free(data);
	return 0;
}

/* Whose object is it? ret_key: its number among this user's, OBJECTS if it is none of them. */
static TSS2_RC lookup(struct user *user, uint32_t handle, int *ret_key)
{
	TPM2B_PUBLIC public = { 0 };
	TPM2B_NAME name = { .size = sizeof(name.name) }, qualified = { .size = sizeof(name.name) };
	TSS2_RC rc;
	int i;

	rc = Tss2_Sys_ReadPublic(user->sys, handle, NULL, &public, &name, &qualified, NULL);
	if (rc)
		return rc;
	for (i = 0; i < OBJECTS; i++)
		if (name.size == user->names[i].size &&
		    memcmp(name.name, user->names[i].name, name.size) == 0)
			break;
	*ret_key = i;
	return 0;
}

static int check_objects(struct user *user)
{
	unsigned int seen = 0;
	TPML_HANDLE handles;

	if (list(user, TPM2_TRANSIENT_FIRST, &handles) < 0)
		return -1;
	if (handles.count != OBJECTS)
		return wrong(user, "the TPM does not list as many objects as this user has");
	for (int i = 0; i < OBJECTS; i++) {
		TSS2_RC rc;
		int key;

		rc = lookup(user, handles.handle[i], &key);
		if (rc)
			return fail(user, "ReadPublic of a listed object", rc);
		if (key == OBJECTS)
			return wrong(user, "an object of the other's is listed");
		seen |= 1u << key;
		user->mine.handles[i] = handles.handle[i];
	}
	return seen == (1u << OBJECTS) - 1 ? 0 : wrong(user, "an object is listed twice");
}

/* The other's session is not loaded when this user's command runs, and is not to be had. */
static int check_sessions(struct user *user)
{
	TPML_HANDLE handles;
	TPM2B_DIGEST digest;

	if (list(user, TPM2_LOADED_SESSION_FIRST, &handles) < 0)
		return -1;
	for (uint32_t i = 0; i < handles.count; i++)
		if (handles.handle[i] == user->other.session)
			return wrong(user, "the other's session is listed as loaded");
	if (list(user, TPM2_ACTIVE_SESSION_FIRST, &handles) < 0)
		return -1;
	for (uint32_t i = 0; i < handles.count; i++)
		user->saved += (handles.handle[i] & TPM2_HR_HANDLE_MASK) ==
			       (user->other.session & TPM2_HR_HANDLE_MASK);
	digest.size = sizeof(digest.buffer);
	if (!Tss2_Sys_PolicyGetDigest(user->sys, user->other.session, NULL, &digest, NULL))
		return wrong(user, "the other's session was served");
	return 0;
}

/* A handle of the other's leads to nothing, or to what this user has under the same number. */
static int try_other(struct user *user)
{
	for (int i = 0; i < OBJECTS; i++) {
		uint32_t handle = user->other.handles[i];
		int key, own = 0;
		TSS2_RC rc;

		for (int j = 0; j < OBJECTS; j++)
			own |= user->mine.handles[j] == handle;
		rc = lookup(user, handle, &key);
		if (own && (rc || key == OBJECTS))
			return wrong(user, "a handle of both does not lead to one's own object");
		if (!own && !rc)
			return wrong(user, "a handle of the other's was served");
		user->foreign += !own;
	}
	return 0;
}

static int save_and_load(struct user *user)
{
	TPMS_CONTEXT *context;
	TSS2_RC rc;

	rc = Esys_ContextSave(user->esys, user->keys[2], &context);
	if (rc)
		return fail(user, "ContextSave", rc);
	rc = Esys_FlushContext(user->esys, user->keys[2]);
	if (!rc)
		rc = Esys_ContextLoad(user->esys, context, &user->keys[2]);
	Esys_Free(context);
	return rc ? fail(user, "FlushContext, ContextLoad", rc) : 0;
}

static int end_session(struct user *user)
{
	TSS2_RC rc = Esys_FlushContext(user->esys, user->session);

	return rc ? fail(user, "FlushContext", rc) : 0;
}

static int round_trip(struct user *user)
{
	if (meet(user) < 0 || check_objects(user) < 0 || meet(user) < 0 || try_other(user) < 0 ||
	    meet(user) < 0 || start_session(user) < 0 || meet(user) < 0 || sign(user, 1) < 0 ||
	    verify(user, 1) < 0 || meet(user) < 0 || use_session(user) < 0)
		return -1;
	if (meet(user) < 0 || check_sessions(user) < 0 || meet(user) < 0 ||
	    save_and_load(user) < 0 || meet(user) < 0 || sign(user, 2) < 0 || verify(user, 2) < 0 ||
	    meet(user) < 0 || check_objects(user) < 0 || meet(user) < 0)
		return -1;
	return end_session(user);
}

int main(int argc, char *argv[])
{
	struct user user = { 0 };
	TSS2_TCTI_CONTEXT *tcti;
	int status = 1;
	TSS2_RC rc;

	if (argc != 5) {
		fprintf(stderr, "usage: two_users TCTI ROUNDS IN OUT\n");
		return 2;
	}
	/* Read and write: neither waits for the other to open. */
	user.in = open(argv[3], O_RDWR | O_CLOEXEC);
	user.out = open(argv[4], O_RDWR | O_CLOEXEC);
	rc = Tss2_TctiLdr_Initialize(argv[1], &tcti);
	if (rc) {
		fail(&user, argv[1], rc);
		return 1;
	}
	rc = Esys_Initialize(&user.esys, tcti, NULL);
	if (!rc)
		rc = Esys_GetSysContext(user.esys, &user.sys);
	if (rc) {
		fail(&user, "Esys_Initialize", rc);
		goto finalize;
	}
	if (load(&user) < 0)
		goto finalize;
	for (int i = atoi(argv[2]); i > 0; i--)
		if (round_trip(&user) < 0)
			goto finalize;
	for (int i = 0; i < OBJECTS; i++)
		Esys_FlushContext(user.esys, user.keys[i]);
	printf("steps %u foreign %u saved %u\n", user.steps, user.foreign, user.saved);
	status = 0;
finalize:
	Esys_Free(user.signature);
	Esys_Finalize(&user.esys);
	Tss2_TctiLdr_Finalize(&tcti);
	return status;
}
