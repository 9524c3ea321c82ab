/* SPDX-License-Identifier: BSD-2-Clause */
/* fapi-config.json line by line: what tpm2-tss' feature API refuses, and what it passes over. */
#include "fapi-faults.h"

#include <ctype.h>
#include <json-c/json.h>
#include <string.h>
#include <strings.h>

#include "host.h"
#include "stack.h"
enum { MAX_DEPTH = 32, MAX_FAULTS = 64 };

enum kind { KIND_TEXT, KIND_FOLDER, KIND_USER_FOLDER, KIND_PCRS, KIND_YES_NO, KIND_HASH };

/* fapi-config(5), and which of them the reader insists on. */
static const struct key {
	const char *name;
	enum kind kind;
	bool mandatory;
	const char *expected;
} keys[] = {
	{ "profile_name", KIND_TEXT, true, "a text: \"P_ECCP256SHA256\"" },
	{ "profile_dir", KIND_FOLDER, true, "a directory: \"/etc/tpm2-tss/fapi-profiles/\"" },
	{ "user_dir", KIND_USER_FOLDER, true,
	  "a directory: \"~/.local/share/tpm2-tss/user/keystore\"" },
	{ "system_dir", KIND_FOLDER, true, "a directory: \"/var/lib/tpm2-tss/system/keystore\"" },
	{ "log_dir", KIND_FOLDER, false, "a directory: \"/run/tpm2-tss/eventlog/\"" },
	{ "tcti", KIND_TEXT, true, "a text: \"device:/dev/tpmrm0\", or \"\" for tctildr's order" },
	{ "system_pcrs", KIND_PCRS, true,
	  "a list: [], or [ { \"hash\": \"TPM2_ALG_SHA256\", \"pcrSelect\": [ 0, 7 ] } ]" },
	{ "ek_cert_file", KIND_TEXT, false, "a text: \"file:///path\", a URL or a path" },
	{ "ek_cert_less", KIND_YES_NO, false, "\"yes\" or \"no\", in quotes" },
	{ "ek_fingerprint", KIND_HASH, false,
	  "{ \"hashAlg\": \"sha256\", \"digest\": \"HEXADECIMAL\" }" },
	{ "intel_cert_service", KIND_TEXT, false, "a text: a URL" },
	{ "web_cert_service", KIND_TEXT, false, "a text: a URL" },
	{ "firmware_log_file", KIND_TEXT, false, "a text: a path" },
	{ "ima_log_file", KIND_TEXT, false, "a text: a path" },
};
enum { N_KEYS = sizeof(keys) / sizeof(keys[0]) };

static uint64_t line_at(const char *text, size_t offset)
{
	uint64_t line = 1;

	for (size_t i = 0; i < offset; i++)
		line += text[i] == '\n';
	return line;
}

/* Behind a string, comment or other token at i; *ret_string: it is a string. */
static size_t skip_token(const char *text, size_t size, size_t i, bool *ret_string)
{
	char quote = text[i];

	*ret_string = quote == '"' || quote == '\'';
	if (*ret_string) {
		for (i++; i < size && text[i] != quote; i++)
			i += text[i] == '\\';
		return i < size ? i + 1 : size;
	}
	if (quote == '/' && i + 1 < size && text[i + 1] == '*') {
		const char *end = memmem(text + i + 2, size - i - 2, "*/", 2);

		return end ? (size_t)(end - text) + 2 : size;
	}
	if (quote == '/' && i + 1 < size && text[i + 1] == '/') {
		const char *end = memchr(text + i, '\n', size - i);

		return end ? (size_t)(end - text) : size;
	}
	return i + 1;
}

/* The line of a key of the outermost object: the last, which counts; 1 where it is written oddly. */
static uint64_t line_of(const char *text, size_t size, const char *key)
{
	size_t n = strlen(key), found = 0, depth = 0;
	bool is_string;

	for (size_t i = 0, next; i < size; i = next) {
		next = skip_token(text, size, i, &is_string);
		depth += text[i] == '{' || text[i] == '[';
		depth -= depth && (text[i] == '}' || text[i] == ']');
		if (is_string && depth == 1 && next - i == n + 2 && !memcmp(text + i + 1, key, n)) {
			size_t after = next;

			while (after < size && isspace((unsigned char)text[after]))
				after++;
			if (after < size && text[after] == ':')
				found = i;
		}
	}
	return line_at(text, found);
}

static struct fapi_fault *add(struct report *report, uint64_t line, const char *key, bool fatal)
{
	struct list_fact *list = &report->host->fapi.faults;
	struct fapi_fault *fault = list_append(&report->arena, list, sizeof(*fault));

	fault->line = FACT_NUMBER(line);
	fault->fatal = FACT_NUMBER(fatal);
	fact_set_text(report, &fault->key, key);
	fault->expected.fact = FACT_ABSENT;
	return fault;
}

/* Why this value does not do, or NULL; *ret_fatal. */
static const char *judge_text(const struct key *key, struct json_object *value, bool *ret_fatal)
{
	const char *text = json_object_get_string(value);

	*ret_fatal = true;
	if (!value)
		return "null is no text";
	if (!json_object_is_type(value, json_type_string)) {
		*ret_fatal = false;
		return "it is not in quotes, and taken as the text that it looks like";
	}
	*ret_fatal = false;
	if (key->kind == KIND_FOLDER && (*text == '~' || *text == '$'))
		return "only user_dir may begin with ~ or $HOME: this is taken as it stands";
	if (key->kind != KIND_TEXT && !*text)
		return "the name of the directory is empty";
	return NULL;
}

static const char *judge_pcrs(struct json_object *value)
{
	struct json_object *pcrs, *hash;

	if (!json_object_is_type(value, json_type_array))
		return "it is no list";
	for (size_t i = 0; i < json_object_array_length(value); i++) {
		struct json_object *bank = json_object_array_get_idx(value, i);

		if (!json_object_is_type(bank, json_type_object) ||
		    !json_object_object_get_ex(bank, "hash", &hash) ||
		    !json_object_object_get_ex(bank, "pcrSelect", &pcrs))
			return "an item of it has no \"hash\" or no \"pcrSelect\"";
		if (!json_object_is_type(pcrs, json_type_array))
			return "\"pcrSelect\" is no list";
	}
	return NULL;
}

static const char *judge_yes_no(struct json_object *value)
{
	const char *text = json_object_get_string(value);

	if (json_object_is_type(value, json_type_boolean))
		return "true and false are not understood";
	if (!text || (strcasecmp(text, "yes") != 0 && strcasecmp(text, "no") != 0 &&
		      strcmp(text, "0") != 0 && strcmp(text, "1") != 0))
		return "it is neither yes nor no";
	return NULL;
}

static const char *judge_hash(struct json_object *value)
{
	if (!json_object_is_type(value, json_type_object))
		return "it is no object";
	if (!json_object_object_get_ex(value, "hashAlg", NULL) ||
	    !json_object_object_get_ex(value, "digest", NULL))
		return "\"hashAlg\" or \"digest\" is missing";
	return NULL;
}

static const char *judge(const struct key *key, struct json_object *value, bool *ret_fatal)
{
	*ret_fatal = true;
	switch (key->kind) {
	case KIND_PCRS:
		return judge_pcrs(value);
	case KIND_YES_NO:
		return judge_yes_no(value);
	case KIND_HASH:
		return judge_hash(value);
	default:
		return judge_text(key, value, ret_fatal);
	}
}

/* "ekCertLess", "EK-cert-less" are ek_cert_less to whoever wrote them. */
static bool looks_like(const char *a, const char *b)
{
	for (;;) {
		while (*a && !isalnum((unsigned char)*a))
			a++;
		while (*b && !isalnum((unsigned char)*b))
			b++;
		if (!*a || tolower((unsigned char)*a) != tolower((unsigned char)*b))
			return !*a && !*b;
		a++, b++;
	}
}

static const struct key *find_key(const char *name, bool (*same)(const char *, const char *))
{
	for (size_t i = 0; i < N_KEYS; i++)
		if (same(name, keys[i].name))
			return &keys[i];
	return NULL;
}

static bool is_equal(const char *a, const char *b)
{
	return !strcmp(a, b);
}

static void check_unknown(struct report *report, const char *text, size_t size, const char *name)
{
	const struct key *meant;
	struct fapi_fault *fault;

	if (find_key(name, is_equal))
		return;
	meant = find_key(name, looks_like);
	fault = add(report, line_of(text, size, name), name, false);
	fact_set_text(report, &fault->text, "there is no such key: it is passed over");
	if (meant)
		fact_set_text(report, &fault->expected,
			      arena_printf(&report->arena, "\"%s\"", meant->name));
}

static void check_key(struct report *report, const char *text, size_t size, const struct key *key,
		      struct json_object *root)
{
	struct json_object *value;
	struct fapi_fault *fault;
	const char *wrong;
	bool fatal;

	if (!json_object_object_get_ex(root, key->name, &value)) {
		if (!key->mandatory)
			return;
		/* Where it could stand: at the end. */
		fault = add(report, line_at(text, size), key->name, true);
		fact_set_text(report, &fault->text, "the key is missing");
	} else {
		if (!strcmp(key->name, "tcti"))
			report->host->fapi.tcti_line = FACT_NUMBER(line_of(text, size, key->name));
		wrong = judge(key, value, &fatal);
		if (!wrong)
			return;
		fault = add(report, line_of(text, size, key->name), key->name, fatal);
		fact_set_text(report, &fault->text, wrong);
	}
	fact_set_text(report, &fault->expected, key->expected);
}

void fapi_find_faults(struct report *report, const char *text, size_t size)
{
	struct json_tokener *tokener = json_tokener_new_ex(MAX_DEPTH);
	struct list_fact *list = &report->host->fapi.faults;
	struct json_object *root = NULL;
	enum json_tokener_error error = json_tokener_error_depth;
	struct fapi_fault *fault;
	size_t end = 0;

	list->fact.presence = PRESENCE_PRESENT;
	if (tokener) {
		root = json_tokener_parse_ex(tokener, text, (int)size);
		error = json_tokener_get_error(tokener);
		end = json_tokener_get_parse_end(tokener);
		json_tokener_free(tokener);
	}
	if (error != json_tokener_success || !json_object_is_type(root, json_type_object)) {
		fault = add(report, line_at(text, end < size ? end : size), NULL, true);
		fact_set_text(report, &fault->text,
			      error == json_tokener_continue  ? "it ends too early"
			      : error == json_tokener_success ? "it is no JSON object"
							      : json_tokener_error_desc(error));
		fact_set_text(report, &fault->expected,
			      "JSON: { \"key\": \"value\", ... }; a comma after each but the last");
		json_object_put(root);
		return;
	}
	for (size_t i = 0; i < N_KEYS; i++)
		check_key(report, text, size, &keys[i], root);
	json_object_object_foreach(root, name, member)
	{
		(void)member;
		if (list->count < MAX_FAULTS)
			check_unknown(report, text, size, name);
	}
	json_object_put(root);
}
