/* SPDX-License-Identifier: BSD-2-Clause */
/* What tpm2-tss reads of fapi-config(5) and fapi-profile(5), and what it would trip over. */
#include "fapi.h"

#include <ctype.h>
#include <grp.h>
#include <json-c/json.h>
#include <pwd.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "cleanup.h"
#include "fapi-faults.h"
#include "host-text.h"
#include "host.h"
#include "writer.h"

enum { MAX_DEPTH = 32, MAX_ALGORITHMS = 64 };

/* As tpm2-tss parses them: leniently, and the first object only. NULL, and *ret_error. */
static struct json_object *parse(const char *text, size_t size, const char **ret_error)
{
	struct json_tokener *tokener = json_tokener_new_ex(MAX_DEPTH);
	struct json_object *root = NULL;
	enum json_tokener_error error = json_tokener_error_depth;

	if (tokener) {
		root = json_tokener_parse_ex(tokener, text, (int)size);
		error = json_tokener_get_error(tokener);
		json_tokener_free(tokener);
	}
	*ret_error = error == json_tokener_success    ? NULL
		     : error == json_tokener_continue ? "it ends too early"
						      : json_tokener_error_desc(error);
	if (!*ret_error && !json_object_is_type(root, json_type_object))
		*ret_error = "it is no JSON object";
	if (*ret_error) {
		json_object_put(root);
		return NULL;
	}
	return root;
}

static const char *string_of(struct json_object *root, const char *key)
{
	struct json_object *value;

	if (!json_object_object_get_ex(root, key, &value) ||
	    !json_object_is_type(value, json_type_string))
		return NULL;
	return json_object_get_string(value);
}

static void add_text(struct report *report, struct list_fact *list, const char *text)
{
	*(const char **)list_append(&report->arena, list, sizeof(char *)) =
		arena_clean(&report->arena, text, strlen(text));
}

void fapi_read_config(struct report *report, const char *text, size_t size)
{
	static const char *const mandatory[] = { "profile_name", "tcti",     "system_pcrs",
						 "profile_dir",	 "user_dir", "system_dir" };
	struct fapi *fapi = &report->host->fapi;
	const struct {
		const char *key;
		struct text_fact *fact;
	} texts[] = { { "tcti", &fapi->tcti },
		      { "profile_name", &fapi->profile_name },
		      { "profile_dir", &fapi->profile_dir },
		      { "user_dir", &fapi->user_dir },
		      { "system_dir", &fapi->system_dir },
		      { "log_dir", &fapi->log_dir },
		      { "ek_cert_file", &fapi->ek_cert_file } };
	struct json_object *root, *value;
	const char *error;

	root = parse(text, size, &error);
	fact_set_text(report, &fapi->error, error);
	if (!root)
		return;
	fapi->missing_keys.fact.presence = PRESENCE_PRESENT;
	for (size_t i = 0; i < sizeof(mandatory) / sizeof(mandatory[0]); i++)
		if (!json_object_object_get_ex(root, mandatory[i], NULL))
			add_text(report, &fapi->missing_keys, mandatory[i]);
	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++)
		fact_set_text(report, texts[i].fact, string_of(root, texts[i].key));
	if (fact_known(&fapi->tcti.fact))
		fact_set_value(report, &fapi->tcti, string_of(root, "tcti"),
			       strlen(string_of(root, "tcti")));
	fapi->ek_cert_less.fact = fapi->ek_fingerprint_type.fact = FACT_ABSENT;
	if (json_object_object_get_ex(root, "ek_cert_less", &value))
		fact_set_text(report, &fapi->ek_cert_less,
			      json_object_to_json_string_ext(value, JSON_C_TO_STRING_PLAIN));
	if (json_object_object_get_ex(root, "ek_fingerprint", &value))
		fact_set_text(report, &fapi->ek_fingerprint_type,
			      json_type_to_name(json_object_get_type(value)));
	json_object_put(root);
}

/* The words of a key template (fapi-profile(5)); a number is a persistent handle. */
static bool is_known_word(const char *word)
{
	static const char *const words[] = { "system",	   "sign",	 "decrypt",
					     "restricted", "exportable", "noda",
					     "user",	   "noauth",	 "persistent" };

	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		if (!strcasecmp(words[i], word))
			return true;
	return !*word || !strncmp(word, "0x", 2);
}

static void check_template(struct report *report, const char *template)
{
	char *rest = arena_strdup(&report->arena, template), *word;

	while ((word = strsep(&rest, ", ")))
		if (!is_known_word(word))
			add_text(report, &report->host->fapi.unknown_words, word);
}

static void read_banks(struct report *report, struct json_object *root)
{
	struct list_fact *list = &report->host->fapi.pcr_banks;
	struct json_object *selection, *pcrs;

	list->fact = FACT_ABSENT;
	if (!json_object_object_get_ex(root, "pcr_selection", &selection) ||
	    !json_object_is_type(selection, json_type_array))
		return;
	list->fact.presence = PRESENCE_PRESENT;
	for (size_t i = 0; i < json_object_array_length(selection); i++) {
		struct json_object *bank = json_object_array_get_idx(selection, i);
		const char *hash = bank ? string_of(bank, "hash") : NULL;
		char name[16] = "";

		if (!hash || strncasecmp(hash, "TPM2_ALG_", 9) != 0 ||
		    !json_object_object_get_ex(bank, "pcrSelect", &pcrs) ||
		    !json_object_is_type(pcrs, json_type_array) || !json_object_array_length(pcrs))
			continue;
		/* "TPM2_ALG_SHA256" is bank sha256. */
		for (size_t c = 0; hash[9 + c] && c + 1 < sizeof(name); c++)
			name[c] = hash[9 + c] >= 'A' && hash[9 + c] <= 'Z'
					  ? (char)(hash[9 + c] - 'A' + 'a')
					  : hash[9 + c];
		add_text(report, list, name);
	}
}

static void read_key_type(struct report *report, struct json_object *root)
{
	struct text_fact *fact = &report->host->fapi.key_type;
	const char *type = string_of(root, "type"), *curve = string_of(root, "curveID");
	struct json_object *bits;

	fact->fact = FACT_ABSENT;
	if (!type)
		return;
	if (strstr(type, "RSA")) {
		fact_set_text(report, fact,
			      arena_printf(&report->arena, "rsa %d",
					   json_object_object_get_ex(root, "keyBits", &bits)
						   ? json_object_get_int(bits)
						   : 2048));
	} else if (strstr(type, "ECC") && curve) {
		fact_set_text(report, fact,
			      strstr(curve, "P256")   ? "ecc p256"
			      : strstr(curve, "P384") ? "ecc p384"
			      : strstr(curve, "P521") ? "ecc p521"
						      : curve);
	}
}

/* "TPM2_ALG_SHA256" anywhere in the profile is sha256, once. */
static void add_algorithm(struct report *report, const char *text)
{
	struct list_fact *list = &report->host->fapi.algorithms;
	char name[32] = "";

	if (strncasecmp(text, "TPM2_ALG_", 9) != 0)
		return;
	text += 9;
	for (size_t i = 0; text[i] && i + 1 < sizeof(name); i++)
		name[i] = (char)tolower((unsigned char)text[i]);
	for (size_t i = 0; i < list->count; i++)
		if (!strcmp(((const char *const *)list->items)[i], name))
			return;
	if (*name && strcmp(name, "null") != 0 && list->count < MAX_ALGORITHMS)
		add_text(report, list, name);
}

/* Banks of pcr_selection are no algorithms that keys need. The tokener bounds the depth. */
static void read_algorithms(struct report *report, struct json_object *value)
{
	if (json_object_is_type(value, json_type_string)) {
		add_algorithm(report, json_object_get_string(value));
	} else if (json_object_is_type(value, json_type_array)) {
		for (size_t i = 0; i < json_object_array_length(value); i++)
			read_algorithms(report, json_object_array_get_idx(value, i));
	} else if (json_object_is_type(value, json_type_object)) {
		json_object_object_foreach(value, key,
					   member) if (strcmp(key, "pcr_selection") != 0)
			read_algorithms(report, member);
	}
}

void fapi_read_profile(struct report *report, const char *text, size_t size)
{
	static const char *const templates[] = { "srk_template", "ek_template" };
	struct fapi *fapi = &report->host->fapi;
	struct json_object *root;
	const char *error;

	root = parse(text, size, &error);
	fact_set_text(report, &fapi->profile_error, error);
	if (!root)
		return;
	read_key_type(report, root);
	read_banks(report, root);
	fapi->algorithms.fact.presence = PRESENCE_PRESENT;
	read_algorithms(report, root);
	fapi->profile_ek_cert_less =
		FACT_NUMBER(json_object_object_get_ex(root, "ek_cert_less", NULL));
	fact_set_text(report, &fapi->srk_template, string_of(root, "srk_template"));
	fapi->unknown_words.fact.presence = PRESENCE_PRESENT;
	for (size_t i = 0; i < sizeof(templates) / sizeof(templates[0]); i++)
		if (string_of(root, templates[i]))
			check_template(report, string_of(root, templates[i]));
	json_object_put(root);
}

static void read_profile(struct report *report, const struct root *root)
{
	struct fapi *fapi = &report->host->fapi;
	const char *directory = text_of(&fapi->profile_dir, NULL),
		   *name = text_of(&fapi->profile_name, NULL);
	_cleanup_free_ char *text = NULL;
	const char *path;
	ssize_t n;

	fapi->profile.fact = FACT_ABSENT;
	if (!directory || !name)
		return;
	path = arena_printf(&report->arena, "%s/%s.json", directory, name);
	n = root_read_all(root, path, HOST_FILE_MAX, &text);
	if (n < 0) {
		fapi->profile.fact = fact_errno((int)-n);
		return;
	}
	fact_set_text(report, &fapi->profile, path);
	fapi_read_profile(report, text, (size_t)n);
}

/* Names of owner and group; numbers below a prefix, whose accounts are not this machine's. */
static void set_owner(struct report *report, const struct root *root, const struct stat *st)
{
	struct fapi *fapi = &report->host->fapi;
	const struct passwd *user = root->is_prefix ? NULL : getpwuid(st->st_uid);
	const struct group *group = root->is_prefix ? NULL : getgrgid(st->st_gid);

	fact_set_text(report, &fapi->system_owner,
		      user ? user->pw_name
			   : arena_printf(&report->arena, "%u", (unsigned int)st->st_uid));
	fact_set_text(report, &fapi->system_group,
		      group ? group->gr_name
			    : arena_printf(&report->arena, "%u", (unsigned int)st->st_gid));
}

static void look_at_keystore(struct report *report, const struct root *root)
{
	struct fapi *fapi = &report->host->fapi;
	const char *directory = text_of(&fapi->system_dir, NULL),
		   *name = text_of(&fapi->profile_name, NULL);
	const char *path;
	struct stat st;
	int r;

	if (!directory || !name)
		return;
	r = root_stat(root, directory, &st);
	if (r < 0) {
		fapi->system_mode.fact = fapi->srk_file.fact = fact_errno(-r);
		return;
	}
	fapi->system_mode = FACT_NUMBER(st.st_mode & 07777);
	set_owner(report, root, &st);
	path = arena_printf(&report->arena, "%s/%s/HS/SRK/object.json", directory, name);
	r = root_stat(root, path, &st);
	if (r < 0)
		fapi->srk_file.fact = fact_errno(-r);
	else
		fact_set_text(report, &fapi->srk_file, path);
}

/* What a login shell of another machine would be told; NULL: nothing. */
static const char *configured(const struct report *report)
{
	const struct setting *settings = report->host->settings.items;
	const char *path = NULL;

	for (size_t i = 0; i < report->host->settings.count; i++)
		if (!strcmp(settings[i].name.value, "TSS2_FAPICONF") &&
		    !fact_known(&settings[i].fault.fact) &&
		    text_is(&settings[i].scope, "login shells"))
			path = settings[i].value.value;
	return path;
}

void collect_host_fapi(struct report *report, const struct root *root)
{
	const char *path = root->is_prefix ? configured(report) : getenv("TSS2_FAPICONF");
	struct fapi *fapi = &report->host->fapi;
	_cleanup_free_ char *text = NULL;
	ssize_t n;

	if (!path)
		path = "/etc/tpm2-tss/fapi-config.json";
	n = root_read_all(root, path, HOST_FILE_MAX, &text);
	if (n < 0) {
		fapi->config.fact = fact_errno((int)-n);
		return;
	}
	fact_set_text(report, &fapi->config, path);
	if (!root->is_prefix)
		fact_set_text(report, &fapi->writer, writer_of(report, path));
	fapi_read_config(report, text, (size_t)n);
	fapi_find_faults(report, text, (size_t)n);
	read_profile(report, root);
	look_at_keystore(report, root);
}
