#!/usr/bin/env python3
# SPDX-License-Identifier: BSD-2-Clause
"""The round trips of tests/guest/stack.sh through tpm2-pytss: stack_pytss.py TCTI.
FAPI's configuration is in TSS2_FAPICONF. Prints the steps that went as they must, on one line."""
import hashlib
import sys

DIGEST = hashlib.sha256(b"what is signed").digest()


def done(step):
    print(step, end=" ", flush=True)


def esapi(tcti):
    from tpm2_pytss import ESAPI, ESYS_TR, TSS2_Exception
    from tpm2_pytss.constants import TPM2_ALG, TPM2_RH, TPM2_ST, TPMA_OBJECT
    from tpm2_pytss.types import (TPM2B_DIGEST, TPM2B_PUBLIC, TPM2B_SENSITIVE_CREATE,
                                  TPMT_SIG_SCHEME, TPMT_TK_HASHCHECK)

    with ESAPI(tcti) as tpm:
        assert len(tpm.get_random(16)) == 16
        done("getrandom")
        primary = tpm.create_primary(TPM2B_SENSITIVE_CREATE(), "ecc", ESYS_TR.OWNER)[0]
        done("createprimary")
        sign = (TPMA_OBJECT.SIGN_ENCRYPT | TPMA_OBJECT.FIXEDTPM | TPMA_OBJECT.FIXEDPARENT
                | TPMA_OBJECT.SENSITIVEDATAORIGIN | TPMA_OBJECT.USERWITHAUTH)
        template = TPM2B_PUBLIC.parse("ecc:ecdsa", sign)
        private, public = tpm.create(primary, TPM2B_SENSITIVE_CREATE(), template)[:2]
        key = tpm.load(primary, private, public)
        done("load")
        ticket = TPMT_TK_HASHCHECK(tag=TPM2_ST.HASHCHECK, hierarchy=TPM2_RH.NULL)
        signature = tpm.sign(key, TPM2B_DIGEST(DIGEST), TPMT_SIG_SCHEME(scheme=TPM2_ALG.NULL), ticket)
        done("sign")
        tpm.verify_signature(key, TPM2B_DIGEST(DIGEST), signature)
        done("verify")
        try:
            tpm.verify_signature(key, TPM2B_DIGEST(DIGEST[::-1]), signature)
        except TSS2_Exception as error:
            assert error.rc & 0xBF == 0x9B, hex(error.rc)  # TPM_RC_SIGNATURE of parameter 2
            done("verify-other")
        saved = tpm.context_save(key)
        tpm.flush_context(key)
        key = tpm.context_load(saved)
        done("context")
        tpm.flush_context(key)
        tpm.flush_context(primary)


def fapi():
    from tpm2_pytss import FAPI

    with FAPI() as tpm:
        tpm.provision()
        done("provision")
        tpm.create_key("/HS/SRK/key", type_="noDa,sign")
        done("createkey")
        signature, public, _ = tpm.sign("/HS/SRK/key", DIGEST)
        done("sign")
        tpm.verify_signature("/HS/SRK/key", DIGEST, signature)
        done("verify")
        tpm.create_seal("/HS/SRK/seal", b"what nobody else may know", type_="noDa")
        assert tpm.unseal("/HS/SRK/seal") == b"what nobody else may know"
        done("unseal")
        tpm.delete("/")
        done("delete")


esapi(sys.argv[1] or None)
fapi()
