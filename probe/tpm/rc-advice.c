/* SPDX-License-Identifier: BSD-2-Clause */
/* The codes that users really meet: what each means, and what to do about it. */
#include <stddef.h>
#include "rc-advice.h"

static const struct rc_advice advice[] = {
	{ 0x000, "The command succeeded.", NULL },
	{ 0x01e, "The TPM answered in the language of TPM 1.2.",
	  "This is a TPM 1.2, or a TPM 2.0 that still runs as 1.2: look for a switch in the "
	  "firmware setup." },
	{ 0x100,
	  "The TPM has not been started since its last reset (TPM2_Startup), or it was started a "
	  "second time.",
	  "The firmware or the kernel sends TPM2_Startup. On a raw node or a simulator: "
	  "tpm2_startup -c. PCRs of a boot without it are empty." },
	{ 0x101, "The TPM is in failure mode: it answers nothing but questions about itself.",
	  "Switch the machine off completely (not just reboot) and on again. If it comes back, "
	  "update the TPM's firmware or have the TPM replaced." },
	{ 0x120, "The command is disabled in this TPM.",
	  "tpm2_getcap properties-variable shows what is disabled; platform firmware decides." },
	{ 0x121, "An exclusive audit session no longer is exclusive.",
	  "Another program used the TPM in between: start the session again." },
	{ 0x124, "A handle was authorised in a way that the command does not allow.",
	  "Use the kind of session (password, HMAC, policy) that the command asks for." },
	{ 0x125, "The command needs an authorisation that was not sent.",
	  "Give the authorisation (-P, a session) for each handle that needs one." },
	{ 0x126, "The policy is not valid: wrong digest, wrong size or not computable.",
	  "Compare the policy digest of the object with the one that the session computes." },
	{ 0x128, "A PCR changed after the policy was evaluated.",
	  "Evaluate the policy again. If a PCR changed for good (firmware, boot loader, kernel "
	  "update), seal again for the new values." },
	{ 0x12d, "The TPM waits for the rest of an interrupted firmware upgrade.",
	  "Finish the upgrade with the vendor's tool; the kernel then shows only the raw node." },
	{ 0x12f, "The object has no authorisation value or policy that could be used.",
	  "Use the other kind: the object's userWithAuth or its policy." },
	{ 0x130, "The TPM needs a reset before it goes on.", "Reboot the machine." },
	{ 0x142, "The size in the command's header disagrees with what was sent.",
	  "A fault of the program or library that sent it." },
	{ 0x143, "The TPM does not know this command.",
	  "'tpm-probe caps commands' lists what it knows; a firmware update may add it." },
	{ 0xb0143,
	  "The resource manager refused the command: neither it nor the TPM's command list "
	  "knows it.",
	  "'tpm-probe caps commands' lists what the TPM knows. Vendor commands may need the raw "
	  "node /dev/tpm0." },
	{ 0x144, "The size of the authorisation area is wrong.",
	  "A fault of the program or library that sent it." },
	{ 0x145, "A session was given to a command that takes none.", "Leave the session out." },
	{ 0x146, "Offset plus size goes beyond the NV index.",
	  "tpm2_nvreadpublic shows the size of the index." },
	{ 0x147, "The NV index asked for is larger than this TPM allows.",
	  "'tpm-probe info' shows the largest size of an NV index." },
	{ 0x148, "The NV index is locked against this access.",
	  "A read lock and most write locks end with the next reboot; an index with "
	  "WRITEDEFINE stays locked until it is deleted." },
	{ 0x149, "This authorisation does not open the NV index.",
	  "tpm2_nvreadpublic shows who may read and write: owner, platform, its own "
	  "authorisation or its policy." },
	{ 0x14a, "The NV index was defined but never written.", "Write it first." },
	{ 0x14b, "The TPM's non-volatile memory is full.",
	  "Delete NV indices (tpm2_nvundefine) or persistent keys (tpm2_evictcontrol) of your "
	  "own that nobody needs any more." },
	{ 0x14c, "This NV index, or a persistent object at this handle, exists already.",
	  "Choose another handle, or delete the old one if it is yours." },
	{ 0x150, "A saved context does not belong to this TPM, or to this boot.",
	  "Contexts do not outlive a reboot: load or create the object again." },
	{ 0x152, "The parent handle is no key that can have children.",
	  "Use a restricted decryption key (a storage key) as the parent." },
	{ 0x153, "Part of the TPM has not been tested yet.",
	  "Wait a moment and try again, or run tpm2_selftest --fulltest." },
	{ 0x081, "The TPM does not support this asymmetric algorithm, or not here.",
	  "'tpm-probe caps algorithms' lists what it supports." },
	{ 0x082, "The attributes of the object contradict each other or the command.",
	  "Check the object's attributes (tpm2_readpublic), fixedTPM and fixedParent against the "
	  "parent's first." },
	{ 0x083, "The TPM does not support this hash algorithm, or not here.",
	  "'tpm-probe caps algorithms' and 'tpm-probe caps pcrs' list what it supports." },
	{ 0x084, "A value is out of range or wrong in this place.",
	  "The number tells which parameter or handle. A key size, curve or algorithm that this "
	  "TPM lacks is the usual reason." },
	{ 0x085, "The hierarchy is disabled, or it is the wrong one.",
	  "'tpm-probe info' shows which hierarchies are enabled. The platform hierarchy is "
	  "disabled by most firmware before the system starts." },
	{ 0x087, "The TPM does not support this key size.", "Use RSA 2048 or ECC P-256." },
	{ 0x08a, "The value has the wrong type.",
	  "A handle of another kind, or a key of another type, is expected." },
	{ 0x08b, "There is no such object, or it is of the wrong kind.",
	  "A transient object is gone after a flush, a reboot, or when its program ended (the "
	  "resource manager flushes it). 'tpm-probe caps handles' lists what there is." },
	{ 0x08e, "Wrong authorisation value (password). The try counts towards the lockout.",
	  "Give the right one. 'tpm-probe info' shows how many tries are left before the TPM "
	  "locks." },
	{ 0x090, "The command needs physical presence.", "Assert it in the firmware setup." },
	{ 0x092, "The signing or encryption scheme does not fit the key.",
	  "Use the key's own scheme, or a key without one." },
	{ 0x095, "A structure has the wrong size.",
	  "The number tells which parameter. Data larger than the key, buffer or NV index allows "
	  "is the usual reason: 'tpm-probe info' shows the limits." },
	{ 0x096, "The TPM does not support this symmetric algorithm, key size or mode.",
	  "'tpm-probe caps algorithms' lists what it supports; AES-128-CFB always works." },
	{ 0x097, "A structure or ticket has the wrong tag.", NULL },
	{ 0x09a, "The command was too short for what it says to hold.",
	  "A fault of the program or library that sent it." },
	{ 0x09b, "The signature is not valid for this key and data.", NULL },
	{ 0x09d, "The policy session does not satisfy the object's policy.",
	  "Usually a PCR differs from the value sealed to: after an update of firmware, boot "
	  "loader or kernel unlock with the recovery key and enrol again. Compare with "
	  "'tpm-probe pcrs'." },
	{ 0x09f, "The protected data is damaged or belongs to another TPM or parent.",
	  "Keys of before a TPM2_Clear, or of another machine, are lost: create them anew." },
	{ 0x0a0, "The ticket is not valid.", "Tickets end with the reboot or the hierarchy." },
	{ 0x0a1, "Reserved bits are set.",
	  "The TPM is older than the program: leave the new attribute out." },
	{ 0x0a2, "Wrong authorisation. This object does not count towards the lockout.",
	  "Give the right one. For a hierarchy: somebody has set its authorisation value." },
	{ 0x0a3, "The policy's time is over.", "Have it authorised again." },
	{ 0x0a4, "The policy is for another command.", "Start a policy session for this one." },
	{ 0x0a6, "The TPM does not support this elliptic curve.",
	  "'tpm-probe caps ecc-curves' lists what it supports." },
	{ 0x901,
	  "An old saved session stands in the way: the distance to the newest one is too great.",
	  "Flush saved sessions that nobody uses (tpm2_flushcontext -s). The kernel's resource "
	  "manager does not renew them by itself." },
	{ 0x902, "No room for another object in the TPM.",
	  "Flush transient objects (tpm2_flushcontext -t), or go through a resource manager: "
	  "/dev/tpmrm0 instead of /dev/tpm0." },
	{ 0x903, "No room for another session in the TPM.",
	  "Flush loaded sessions (tpm2_flushcontext -l), or go through a resource manager: "
	  "/dev/tpmrm0 instead of /dev/tpm0." },
	{ 0x904, "The TPM is short of memory.",
	  "Flush objects and sessions, or go through a resource manager: /dev/tpmrm0." },
	{ 0x905, "All session handles are taken, by sessions that live or were saved.",
	  "Flush saved sessions (tpm2_flushcontext -s); programs that died leave them behind." },
	{ 0x906, "All object handles are used up.", "Reboot the machine." },
	{ 0x907, "The command is not allowed at this locality.",
	  "PCR 17 to 22 and some policies need a locality that only the firmware has." },
	{ 0x908, "The TPM broke off the command to go on with it later.",
	  "Send the same command again." },
	{ 0x909, "The command was cancelled.", "Send it again if it is still wanted." },
	{ 0x90a, "The TPM is still testing itself.",
	  "Wait a moment and try again. If it never ends, see 'tpm-probe info' for the result." },
	{ 0x910, "The first handle is of an object or session that is not loaded.",
	  "Load it again. Without a resource manager its context must be loaded first." },
	{ 0x918, "The first session is not loaded.",
	  "Start it again. Sessions end with their program and with the reboot." },
	{ 0x920, "The TPM slows down writes to spare its non-volatile memory.",
	  "Wait and try again; write less often." },
	{ 0x921,
	  "The TPM is locked after too many failed authorisations: protected objects are refused. "
	  "After a wrong lockout password the lockout hierarchy alone is refused, and nothing "
	  "else shows it.",
	  "Wait: 'tpm-probe info' shows how long. Or, with the lockout password, "
	  "tpm2_dictionarylockout --clear-lockout. Find the program that guesses wrongly." },
	{ 0x922, "The TPM could not start the command now.", "Send the same command again." },
	{ 0x923, "The TPM's non-volatile memory cannot be reached now.",
	  "Try again; if it stays so, switch the machine off and on." },
	{ 0xa0001, "The transport failed without a closer reason.",
	  "The TCTI module's message (TSS2_LOG=tcti+debug) tells more." },
	{ 0xa0004, "The TCTI module was built for another ABI version.",
	  "Install modules and libraries of the same tpm2-tss." },
	{ 0xa0006, "What came back is larger than any TPM response.",
	  "Is it a TPM 2.0 that stands behind this TCTI? Another server on the same port, or a "
	  "disturbed connection, looks like this." },
	{ 0xa0007, "The transport was used out of order, as after a response that never came.",
	  "A fault of the program; open the connection again." },
	{ 0xa0008, "Nobody answers at the other end: no node, no server, or the TPM went away.",
	  "'tpm-probe list' shows the nodes. For swtpm or mssim: is it running, on this port?" },
	{ 0xa0009, "The TPM has not answered in time; it may still be at work.",
	  "Give it longer (--timeout); if it never answers: does the server behind the TCTI run, and "
	  "what does the kernel's log say?" },
	{ 0xa000a, "Reading from or writing to the TPM failed, or it could not be opened.",
	  "Look for permission (group tss for /dev/tpmrm0), for a program that holds /dev/tpm0, "
	  "and at the kernel's log (dmesg | grep -i tpm)." },
	{ 0xa000b, "The TCTI configuration string holds a value that the module refuses.",
	  "Write name:configuration, as device:/dev/tpmrm0; the path must be a TPM's node." },
	{ 0xa000c, "The transport does not allow this, as setting a locality.", NULL },
	{ 0xa0011, "What came back is no TPM response.",
	  "Is the node really a TPM's? See the kernel's log; another program may talk at the "
	  "same time." },
	{ 0xa0015, "The transport cannot do this, or tctildr found no module of this name.",
	  "Check the spelling and that the package of libtss2-tcti-NAME.so.0 is installed." },
	{ 0x80014, "The System API does not understand this TCTI module.",
	  "Install modules and libraries of the same tpm2-tss." },
	{ 0x80011, "The TPM's response does not have the form that the command demands.",
	  "Faulty TPM firmware or a disturbed connection; see the kernel's log." },
	{ 0x80013, "The TPM's response is too short.",
	  "Faulty TPM firmware or a disturbed connection; see the kernel's log." },
	{ 0x9000b, "The TPM's response holds a value that tpm2-tss does not know.",
	  "Newer TPM than library: update tpm2-tss." },
	{ 0x70008, "No TPM answers.", "'tpm-probe list' shows the nodes of this machine." },
	{ 0x70018, "The object handle (ESYS_TR) is not valid in this context.", NULL },
	{ 0x7001b, "The response's HMAC is wrong: somebody between program and TPM changed it.",
	  "If nothing else explains it, take it for an attack on the bus." },
	{ 0x6000b, "FAPI refuses a value: in its configuration, its profile or a parameter.",
	  "Check /etc/tpm2-tss/fapi-config.json (or TSS2_FAPICONF) and the profile it names. "
	  "After 'SRK persistent handle already defined': another profile made the key." },
	{ 0x60020, "FAPI has no such key.", "tss2_list shows what there is." },
	{ 0x6001c, "FAPI found no usable configuration.",
	  "Give TSS2_FAPICONF, or /etc/tpm2-tss/fapi-config.json." },
	{ 0x60024, "FAPI has nothing at this path.", "tss2_list shows what there is." },
	{ 0x60025, "The TPM has no endorsement key certificate for the crypto profile.",
	  "Choose a profile whose key type has a certificate, or, for a virtual TPM, set "
	  "\"ek_cert_less\": \"yes\" in fapi-config.json." },
	{ 0x60029, "FAPI could not authorise the use of the object.", NULL },
	{ 0x60031, "FAPI found no TPM.", "Check \"tcti\" in fapi-config.json." },
	{ 0x60034, "FAPI has not been provisioned for this profile.", "Run tss2_provision." },
	{ 0x60035, "FAPI has been provisioned for this profile already.", NULL },
};

const struct rc_advice *rc_find_advice(uint32_t code)
{
	for (size_t i = 0; i < sizeof(advice) / sizeof(advice[0]); i++)
		if (advice[i].code == code)
			return &advice[i];
	return NULL;
}
