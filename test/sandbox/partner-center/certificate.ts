import { createSign, generateKeyPairSync, type KeyObject } from 'node:crypto';

export interface SigningIdentity {
  /** DER, as the service publishes it. */
  readonly certificate: Buffer;
  readonly privateKey: KeyObject;
}

const HOST = 'pcnotifications-dispatch.microsoft.com';
const DAY_MS = 86_400_000;

const TAG = {
  integer: 0x02,
  bits: 0x03,
  octets: 0x04,
  null: 0x05,
  oid: 0x06,
  utf8: 0x0c,
  utcTime: 0x17,
  sequence: 0x30,
  set: 0x31,
  dnsName: 0x82,
  version: 0xa0,
  extensions: 0xa3,
} as const;

const der = (tag: number, ...parts: readonly Buffer[]): Buffer => {
  const content = Buffer.concat(parts);
  const { length } = content;
  const size =
    length < 0x80
      ? [length]
      : length < 0x100
        ? [0x81, length]
        : [0x82, length >>> 8, length & 0xff];
  return Buffer.concat([Buffer.from([tag, ...size]), content]);
};

const oid = (hex: string): Buffer => der(TAG.oid, Buffer.from(hex, 'hex'));

const OID = {
  commonName: '550403',
  organization: '55040a',
  subjectAltName: '551d11',
  sha256WithRsa: '2a864886f70d01010b',
} as const;

const attribute = (name: string, value: string): Buffer =>
  der(TAG.set, der(TAG.sequence, oid(name), der(TAG.utf8, Buffer.from(value, 'utf8'))));

const utcTime = (ms: number): Buffer => {
  const digits = new Date(ms).toISOString().replaceAll(/\D/g, '').slice(2, 14);
  return der(TAG.utcTime, Buffer.from(`${digits}Z`, 'latin1'));
};

/** A key and a certificate of its own signing that names Microsoft Corporation, good for a year around `now`. */
export const createSigningIdentity = (now: number): SigningIdentity => {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2_048 });
  const algorithm = der(TAG.sequence, oid(OID.sha256WithRsa), der(TAG.null));
  const name = der(
    TAG.sequence,
    attribute(OID.organization, 'Microsoft Corporation'),
    attribute(OID.commonName, HOST),
  );
  const altName = der(TAG.sequence, der(TAG.dnsName, Buffer.from(HOST, 'latin1')));
  const signed = der(
    TAG.sequence,
    der(TAG.version, der(TAG.integer, Buffer.from([2]))),
    der(TAG.integer, Buffer.from([1])),
    algorithm,
    name,
    der(TAG.sequence, utcTime(now - 180 * DAY_MS), utcTime(now + 180 * DAY_MS)),
    name,
    publicKey.export({ type: 'spki', format: 'der' }),
    der(
      TAG.extensions,
      der(TAG.sequence, der(TAG.sequence, oid(OID.subjectAltName), der(TAG.octets, altName))),
    ),
  );
  const signature = createSign('sha256').update(signed).sign(privateKey);
  const certificate = der(
    TAG.sequence,
    signed,
    algorithm,
    der(TAG.bits, Buffer.from([0]), signature),
  );
  return { certificate, privateKey };
};
