/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * POSIX ACLs as the attribute system.posix_acl_access holds them, and who gets what: the algorithm
 * of acl(5), section "Access check algorithm".
 */
#include "acl.h"

#include <errno.h>
#include <string.h>

#define ACL_VERSION 2
#define HEADER_SIZE 4
#define ENTRY_SIZE  8

#define READ_WRITE 06u

static uint32_t le(const uint8_t *p, size_t size)
{
	uint32_t value = 0;

	while (size--)
		value = value << 8 | p[size];
	return value;
}

int acl_parse(const uint8_t *blob, size_t size, struct acl *ret_acl)
{
	struct acl acl = { .count = 0 };

	if (size < HEADER_SIZE || le(blob, 4) != ACL_VERSION || (size - HEADER_SIZE) % ENTRY_SIZE ||
	    (size - HEADER_SIZE) / ENTRY_SIZE > ACL_MAX)
		return -EBADMSG;
	for (size_t at = HEADER_SIZE; at < size; at += ENTRY_SIZE) {
		uint32_t tag = le(blob + at, 2);

		switch (tag) {
		case ACL_TAG_USER_OBJ:
		case ACL_TAG_USER:
		case ACL_TAG_GROUP_OBJ:
		case ACL_TAG_GROUP:
		case ACL_TAG_MASK:
		case ACL_TAG_OTHER:
			break;
		default:
			return -EBADMSG;
		}
		acl.entries[acl.count++] = (struct acl_entry){
			.tag = (enum acl_tag)tag,
			.perm = le(blob + at + 2, 2) & 7,
			.id = le(blob + at + 4, 4),
		};
	}
	*ret_acl = acl;
	return 0;
}

static bool in_group(const struct caller *caller, gid_t gid)
{
	bool in = caller->gid == gid;

	for (size_t i = 0; i < caller->n_groups && !in; i++)
		in = caller->groups[i] == gid;
	return in;
}

static const struct acl_entry *find_entry(const struct acl *acl, enum acl_tag tag)
{
	for (size_t i = 0; i < acl->count; i++) {
		if (acl->entries[i].tag == tag)
			return &acl->entries[i];
	}
	return NULL;
}

static unsigned int mask_of(const struct acl *acl)
{
	const struct acl_entry *mask = find_entry(acl, ACL_TAG_MASK);

	return mask ? mask->perm : 7;
}

unsigned int acl_group_perm(const struct acl *acl, mode_t mode)
{
	const struct acl_entry *group = find_entry(acl, ACL_TAG_GROUP_OBJ);

	return (group ? group->perm & mask_of(acl) : mode >> 3) & READ_WRITE;
}

/* The union of all group entries that fit is too much: the kernel wants one entry that grants all
 * that is asked for. Opening for both is what is asked for here, so the best single one counts. */
static bool groups_grant(const struct acl *acl, mode_t mode, gid_t gid, const struct caller *caller,
			 unsigned int *ret_perm)
{
	unsigned int best = 0;
	bool fits = false;

	if (in_group(caller, gid)) {
		best = acl_group_perm(acl, mode);
		fits = true;
	}
	for (size_t i = 0; i < acl->count; i++) {
		const struct acl_entry *entry = &acl->entries[i];
		unsigned int perm = entry->perm & mask_of(acl) & READ_WRITE;

		if (entry->tag != ACL_TAG_GROUP || !in_group(caller, entry->id))
			continue;
		fits = true;
		if (perm > best)
			best = perm;
	}
	*ret_perm = best;
	return fits;
}

unsigned int acl_grant(const struct acl *acl, mode_t mode, uid_t uid, gid_t gid,
		       const struct caller *caller)
{
	unsigned int perm;

	if (caller->overrides)
		return READ_WRITE;
	if (caller->uid == uid)
		return mode >> 6 & READ_WRITE;
	for (size_t i = 0; i < acl->count; i++) {
		if (acl->entries[i].tag == ACL_TAG_USER && acl->entries[i].id == caller->uid)
			return acl->entries[i].perm & mask_of(acl) & READ_WRITE;
	}
	if (groups_grant(acl, mode, gid, caller, &perm))
		return perm;
	return mode & READ_WRITE;
}
