/* SPDX-License-Identifier: BSD-2-Clause */
/* Headers of LUKS volumes: whole ones of cryptsetup, damaged ones, and hundreds that are mutated.
 * */
#include "unlock_fixture.h"

#include <endian.h>
#include <errno.h>

#include "digest.h"

enum { COPY = 16384, HEADER = 2 * COPY, META_AT = 1052672, META = 12288 };

static uint8_t image[HEADER];

static int setup(void **state)
{
	(void)state;
	memcpy(image, load("systemd-252.luks").data, sizeof(image));
	return 0;
}

static int read_image(const void *data, size_t size, struct luks_header **ret_header)
{
	int fd = file_of(data, size), r;

	*ret_header = NULL;
	r = luks_read(fd, &arena, ret_header);
	close(fd);
	return r;
}

/* What a writer does last. */
static void seal(uint8_t *copy, size_t size)
{
	TPM2B_DIGEST sum;

	memset(copy + 448, 0, 64);
	assert_true(digest(TPM2_ALG_SHA256, &(struct bytes){ copy, size }, 1, &sum));
	memcpy(copy + 448, sum.buffer, 32);
}

static void set_seqid(uint8_t *copy, uint64_t seqid)
{
	seqid = htobe64(seqid);
	memcpy(copy + 16, &seqid, sizeof(seqid));
}

static void a_whole_header(void **state)
{
	struct luks_header *header;

	(void)state;
	assert_int_equal(read_image(image, HEADER, &header), 0);
	assert_int_equal(header->version, 2);
	assert_int_equal(header->used, 0);
	assert_int_equal(strlen(header->uuid), 36);
	assert_string_equal(header->label, "");
	assert_null(header->oddity);
	assert_false(header->reencrypting);
	for (size_t i = 0; i < 2; i++) {
		assert_true(header->copies[i].found);
		assert_null(header->copies[i].fault);
		assert_int_equal(header->copies[i].offset, i * COPY);
		assert_int_equal(header->copies[i].size, COPY);
	}
	assert_int_equal(header->copies[0].seqid, header->copies[1].seqid);
	assert_int_equal(header->n_keyslots, 8);
	assert_int_equal(header->n_tokens, 7);
	for (unsigned int i = 0; i < 8; i++) {
		const struct luks_keyslot *slot = luks_keyslot(header, i);

		assert_true(slot && slot->opens && slot->priority == 1 && slot->size);
	}
	assert_null(luks_keyslot(header, 8));
}

static void the_second_copy_is_used_where_it_is_better(void **state)
{
	struct luks_header *header;

	(void)state;
	set_seqid(image + COPY, 1000);
	assert_int_equal(read_image(image, HEADER, &header), 0);
	assert_int_equal(header->used, 0);
	assert_string_equal(header->copies[1].fault, "its checksum is wrong");
	seal(image + COPY, COPY);
	assert_int_equal(read_image(image, HEADER, &header), 0);
	assert_int_equal(header->used, 1);
	assert_int_equal(header->copies[1].seqid, 1000);
	image[5000] ^= 1;
	assert_int_equal(read_image(image, HEADER, &header), 0);
	assert_int_equal(header->used, 1);
	assert_string_equal(header->copies[0].fault, "its checksum is wrong");
	/* It is found where the first is gone. */
	memset(image, 0, 4096);
	assert_int_equal(read_image(image, HEADER, &header), 0);
	assert_int_equal(header->used, 1);
	assert_string_equal(header->copies[0].fault, "it is not there");
	assert_int_equal(header->n_tokens, 7);
	image[COPY + 5000] ^= 1;
	assert_int_equal(read_image(image, HEADER, &header), -EBADMSG);
	assert_string_equal(header->copies[1].fault, "its checksum is wrong");
}

static void what_is_no_header(void **state)
{
	struct luks_header *header;
	static const uint8_t zeros[8192];

	(void)state;
	assert_int_equal(read_image("", 0, &header), -ENOMSG);
	assert_int_equal(read_image("LUKS", 4, &header), -ENOMSG);
	assert_int_equal(read_image(zeros, sizeof(zeros), &header), -ENOMSG);
	assert_int_equal(read_image(image, 4096, &header), -EBADMSG);
	assert_string_equal(header->copies[0].fault, "it is cut off");
	assert_int_equal(read_image(image, 100, &header), -EBADMSG);
	assert_int_equal(luks_read(-1, &arena, &header), -EBADF);
}

/* Replaces the JSON of both copies. */
static int read_json(const char *json, struct luks_header **ret_header)
{
	for (size_t i = 0; i < 2; i++) {
		memset(image + i * COPY + 4096, 0, COPY - 4096);
		assert_true(strlen(json) < COPY - 4096);
		memcpy(image + i * COPY + 4096, json, strlen(json));
		seal(image + i * COPY, COPY);
	}
	return read_image(image, HEADER, ret_header);
}

static void odd_json(void **state)
{
	struct luks_header *header;
	char deep[4001];

	(void)state;
	assert_int_equal(read_json("", &header), -EBADMSG);
	assert_non_null(strstr(header->copies[0].fault, "its JSON cannot be read"));
	assert_int_equal(read_json("[]", &header), -EBADMSG);
	assert_string_equal(header->copies[0].fault, "its JSON is no object");
	memset(deep, '[', 4000);
	deep[4000] = '\0';
	assert_int_equal(read_json(deep, &header), -EBADMSG);
	assert_int_equal(read_json("{}", &header), 0);
	assert_int_equal(header->n_tokens + header->n_keyslots, 0);
	assert_int_equal(read_json("{\"tokens\":[],\"keyslots\":\"0\",\"digests\":7,\"config\":1}",
				   &header),
			 0);
	assert_int_equal(header->n_tokens + header->n_keyslots, 0);
	assert_int_equal(
		read_json(
			"{\"keyslots\":{\"0\":{\"priority\":2},\"3\":{\"priority\":\"0\"},"
			"\"4\":{\"priority\":77},\"99\":{},\"x\":{}},"
			"\"digests\":{\"0\":{\"keyslots\":[\"0\",\"x\",99,{}],\"segments\":[\"0\"]},"
			"\"1\":{\"keyslots\":[\"3\"],\"segments\":[]}},"
			"\"config\":{\"requirements\":{\"mandatory\":[1,\"online-reencrypt-v2\"]}},"
			"\"tokens\":{\"5\":{\"type\":\"a\\u0007\",\"keyslots\":[\"0\",\"0\",\"7\",\"40\"]},"
			"\"6\":{},\"32\":{}}}",
			&header),
		0);
	assert_int_equal(header->n_keyslots, 3);
	assert_true(header->keyslots[0].opens && header->keyslots[0].priority == 2);
	assert_true(!header->keyslots[1].opens && !header->keyslots[1].priority);
	assert_int_equal(header->keyslots[2].priority, 1);
	assert_non_null(header->oddity);
	assert_true(header->reencrypting);
	assert_int_equal(header->n_tokens, 2);
	assert_int_equal(header->tokens[0].n_keyslots, 2);
	assert_int_equal(header->tokens[0].keyslots[1], 7);
	assert_null(strchr(header->tokens[0].type, 7));
	assert_string_equal(header->tokens[1].type, "");
}

static void tokens_without_a_keyslot(void **state)
{
	struct unlock_binding *bindings;
	struct luks_header *header;

	(void)state;
	assert_int_equal(
		read_json("{\"keyslots\":{\"1\":{\"priority\":0},\"2\":{}},"
			  "\"digests\":{\"0\":{\"keyslots\":[\"1\"],\"segments\":[\"0\"]}},"
			  "\"tokens\":{\"0\":{\"type\":\"grub-tpm2\",\"keyslots\":[]},"
			  "\"1\":{\"type\":\"ubuntu-fde\",\"keyslots\":[\"1\"]},"
			  "\"2\":{\"type\":\"systemd-recovery\",\"keyslots\":[\"2\"]},"
			  "\"3\":{\"type\":\"mine\",\"keyslots\":[\"9\"]}}}",
			  &header),
		0);
	assert_int_equal(bindings_of_luks(&arena, header, &bindings), 4);
	assert_int_equal(bindings[0].kind, BINDING_GRUB_TPM2);
	assert_false(bindings[0].keyslot_usable);
	assert_int_equal(bindings[1].kind, BINDING_UBUNTU_FDE);
	assert_true(bindings[1].keyslot_usable && bindings[1].keyslots[0].ignored);
	assert_int_equal(bindings[2].kind, BINDING_NO_TPM);
	assert_true(bindings[2].keyslots[0].exists && !bindings[2].keyslot_usable);
	assert_int_equal(bindings[3].kind, BINDING_OTHER);
	assert_string_equal(bindings[3].type, "mine");
	assert_false(bindings[3].keyslots[0].exists);
	assert_true(binding_wants_tpm(&bindings[1]) && !binding_wants_tpm(&bindings[2]));
}

static void luks1_with_luksmeta(void **state)
{
	const struct bytes file = load("clevis.luks1");
	uint8_t *volume = arena_alloc(&arena, META_AT + META);
	struct unlock_binding *bindings;
	struct luks_header *header;
	struct pcr_values banks[2];

	(void)state;
	assert_int_equal(file.size, 4096 + META);
	memcpy(volume, file.data, 4096);
	memcpy(volume + META_AT, (const uint8_t *)file.data + 4096, META);
	assert_int_equal(read_image(volume, META_AT + META, &header), 0);
	assert_int_equal(header->version, 1);
	assert_int_equal(strlen(header->uuid), 36);
	assert_null(header->luksmeta_fault);
	assert_int_equal(header->n_keyslots, 2);
	assert_int_equal(bindings_of_luks(&arena, header, &bindings), 1);
	assert_null(bindings[0].fault);
	assert_int_equal(bindings[0].kind, BINDING_CLEVIS_TPM2);
	assert_true(bindings[0].keyslot_usable);
	assert_int_equal(bindings[0].keyslots[0].number, 1);
	load_pcrs("clevis.pcrs", banks);
	assert_int_equal(check(&bindings[0], 0, banks, NULL), POLICY_HOLDS);

	volume[META_AT + 4200] ^= 1; /* in the data of the slot */
	assert_int_equal(read_image(volume, META_AT + META, &header), 0);
	assert_string_equal(header->luksmeta_fault, "the checksum of a slot of luksmeta is wrong");
	volume[META_AT + 20] ^= 1;
	assert_int_equal(read_image(volume, META_AT + META, &header), 0);
	assert_string_equal(header->luksmeta_fault, "the checksum of luksmeta is wrong");
	assert_int_equal(header->n_tokens, 0);
	volume[111] = 0; /* size of the volume key */
	assert_int_equal(read_image(volume, META_AT + META, &header), -EBADMSG);
	assert_non_null(header->copies[0].fault);
}

static uint64_t next_random(uint64_t *seed)
{
	*seed ^= *seed << 13;
	*seed ^= *seed >> 7;
	return *seed ^= *seed << 17;
}

/* Where in the binary header a hostile number may stand, and what. */
static void mutate_field(uint8_t *copy, uint64_t *seed)
{
	static const size_t fields[] = { 6, 8, 16, 72, 168, 256 };
	static const uint64_t numbers[] = {
		0, 1, 4096, 16383, 16385, 1 << 23, INT64_MAX, UINT64_MAX
	};
	uint64_t number = htobe64(numbers[next_random(seed) % 8]);

	memcpy(copy + fields[next_random(seed) % 6], &number, sizeof(number));
}

/* Bytes of the JSON changed, cut, doubled, brackets put in. */
static void mutate_json(char *json, size_t room, uint64_t *seed)
{
	static const char bytes[] = "\"{}[],:0x\\ ";
	size_t size = strlen(json), at = size ? next_random(seed) % size : 0;

	switch (next_random(seed) % 4) {
	case 0:
		json[at] = '\0';
		break;
	case 1:
		memmove(json + at / 2, json + at, size - at + 1);
		break;
	case 2:
		memset(json + at, '[', room - 1 - at < 3000 ? room - 1 - at : 3000);
		break;
	default:
		for (int i = 0; i < 8; i++)
			json[next_random(seed) % (size + 1)] = bytes[next_random(seed) % 11];
	}
}

/* Whatever is done to a header: it is read, or each of its copies says why not. */
static void mutated_headers(void **state)
{
	const struct bytes whole = load("pcrlock-257.luks");
	size_t refused = 0;
	uint64_t seed = 88172645463325252;

	(void)state;
	for (size_t i = 0; i < 400; i++) {
		struct unlock_binding *bindings;
		struct luks_header *header;
		size_t size = HEADER;
		int r;

		memcpy(image, whole.data, HEADER);
		for (size_t j = 0; j < 2; j++) {
			uint8_t *copy = image + j * COPY;

			if (i % 4 == 0)
				mutate_field(copy, &seed);
			else
				mutate_json((char *)copy + 4096, COPY - 4097, &seed);
			if (i % 8 != 1)
				seal(copy, COPY);
		}
		if (i % 16 == 3)
			size = next_random(&seed) % HEADER;
		r = read_image(image, size, &header);
		assert_true(r == 0 || r == -EBADMSG || r == -ENOMSG);
		refused += r < 0;
		if (r == -EBADMSG)
			assert_true(header->copies[0].fault && header->copies[1].fault);
		if (r == 0)
			bindings_of_luks(&arena, header, &bindings);
	}
	assert_true(refused > 100 && refused < 400);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(a_whole_header, setup, clear_arena),
		cmocka_unit_test_setup_teardown(the_second_copy_is_used_where_it_is_better, setup,
						clear_arena),
		cmocka_unit_test_setup_teardown(what_is_no_header, setup, clear_arena),
		cmocka_unit_test_setup_teardown(odd_json, setup, clear_arena),
		cmocka_unit_test_setup_teardown(tokens_without_a_keyslot, setup, clear_arena),
		cmocka_unit_test_setup_teardown(luks1_with_luksmeta, setup, clear_arena),
		cmocka_unit_test_setup_teardown(mutated_headers, setup, clear_arena),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
