import { randomBytes } from 'node:crypto';
import { SyncError } from '#core/failures/sync-error.ts';
import type { SecretStore } from '#core/ports/store.ts';
import type { Database } from './database.ts';
import { createSealer, type Sealer } from './sealer.ts';

const SALT_BYTES = 16;
/** Sealed when the first secret is, opened before any other: a wrong key is found out before it seals anything. */
const PROOF = 'lead-sync';

const KEY = 'SELECT salt, proof FROM secret_key';
/** Of two processes that store a first secret at once, the first decides. */
const SET_KEY =
  'INSERT INTO secret_key (id, salt, proof) VALUES (1, :salt, :proof) ON CONFLICT DO NOTHING';
const FIND = 'SELECT sealed FROM secrets WHERE tenant = :tenant AND name = :name';
const SAVE = `
  INSERT INTO secrets (tenant, name, sealed) VALUES (:tenant, :name, :sealed)
  ON CONFLICT (tenant, name) DO UPDATE SET sealed = excluded.sealed`;

interface KeyRow {
  readonly salt: Uint8Array;
  readonly proof: Uint8Array;
}

const wrongKey = (): SyncError =>
  new SyncError(
    'BAD_SETTINGS',
    'LEAD_SYNC_KEY is not the key that the stored secrets were sealed with: set that one again, or sign in anew with an empty store.',
  );

const contextOf = (tenant: string, name: string): string => JSON.stringify([tenant, name]);

export const createSecrets = (database: Database, key: string): SecretStore => {
  let opened: Sealer | undefined;

  const sealer = async (): Promise<Sealer> => {
    if (opened !== undefined) return opened;
    if (database.all<KeyRow>(KEY)[0] === undefined) {
      const salt = randomBytes(SALT_BYTES);
      const proof = (await createSealer(key, salt)).seal(PROOF, PROOF);
      database.run(SET_KEY, { salt, proof });
    }
    const row = database.all<KeyRow>(KEY)[0];
    if (row === undefined) throw wrongKey();
    const made = await createSealer(key, row.salt);
    if (made.open(row.proof, PROOF) !== PROOF) throw wrongKey();
    opened = made;
    return made;
  };

  return {
    find: async (tenant, name) => {
      const row = database.all<{ sealed: Uint8Array }>(FIND, { tenant, name })[0];
      if (row === undefined) return undefined;
      const secret = (await sealer()).open(row.sealed, contextOf(tenant, name));
      if (secret === undefined) throw wrongKey();
      return secret;
    },
    save: async (tenant, name, secret) => {
      const sealed = (await sealer()).seal(secret, contextOf(tenant, name));
      database.run(SAVE, { tenant, name, sealed });
    },
  };
};
