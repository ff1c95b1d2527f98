import { createCipheriv, createDecipheriv, randomBytes, scrypt } from 'node:crypto';
import { promisify } from 'node:util';

const KEY_BYTES = 32;
/** NIST SP 800-38D: 96 bits, new for each message. */
const NONCE_BYTES = 12;
const TAG_BYTES = 16;
const CIPHER = 'aes-256-gcm';

const derive = promisify<string, Buffer, number, Buffer>(scrypt);

/** AES-256-GCM; `context` is sealed in, so that a secret moved to another row does not open. */
export interface Sealer {
  seal(text: string, context: string): Buffer;
  /** Undefined when the key, the context or a byte is another one. */
  open(sealed: Uint8Array, context: string): string | undefined;
}

/** About 50 ms: the key may be a sentence somebody made up, so guessing is made slow. */
export const createSealer = async (key: string, salt: Uint8Array): Promise<Sealer> => {
  const secret = await derive(key.normalize('NFC'), Buffer.from(salt), KEY_BYTES);
  return {
    seal: (text, context) => {
      const nonce = randomBytes(NONCE_BYTES);
      const cipher = createCipheriv(CIPHER, secret, nonce).setAAD(Buffer.from(context));
      const body = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
      return Buffer.concat([nonce, cipher.getAuthTag(), body]);
    },
    open: (sealed, context) => {
      const nonce = sealed.subarray(0, NONCE_BYTES);
      const tag = sealed.subarray(NONCE_BYTES, NONCE_BYTES + TAG_BYTES);
      const body = sealed.subarray(NONCE_BYTES + TAG_BYTES);
      try {
        const decipher = createDecipheriv(CIPHER, secret, nonce, { authTagLength: TAG_BYTES });
        decipher.setAAD(Buffer.from(context)).setAuthTag(tag);
        return decipher.update(body, undefined, 'utf8') + decipher.final('utf8');
      } catch {
        return undefined;
      }
    },
  };
};
