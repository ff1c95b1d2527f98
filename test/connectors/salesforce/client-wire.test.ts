import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { isSyncError } from '#core/failures/sync-error.ts';
import type { SandboxServer } from '#test/sandbox/server.ts';
import { startSandboxServer } from '#test/sandbox/server.ts';
import { openClient, OUR_USER, START } from './open-salesforce.ts';

let server: SandboxServer;

beforeEach(async () => {
  const started: SandboxServer = await startSandboxServer({
    now: () => Date.parse(START),
    handle: ({ url }) => ({
      status: 200,
      body: url.pathname.endsWith('/token')
        ? {
            access_token: 'token-1',
            instance_url: started.url,
            id: `https://login.salesforce.com/id/00D000000000001EAA/${OUR_USER}`,
          }
        : { totalSize: 0, done: true, records: [] },
    }),
  });
  server = started;
});
afterEach(async () => server.stop());

const codeOf = async (work: Promise<unknown>) => {
  try {
    await work;
    return 'no failure';
  } catch (error) {
    return isSyncError(error) ? error.code : error;
  }
};

describe('a body cut in mid-transfer', () => {
  // jsforce alone ends the process on it, reference SF §16.
  test('through jsforce is an ordinary failure', async () => {
    const { client } = openClient({ loginUrl: server.url });
    const connection = await client.connection();
    server.plan({ fault: { kind: 'cutBody' }, times: 10 });
    expect(await codeOf(connection.describe('Opportunity'))).toBe('UNAVAILABLE');
    server.clearFaults();
    expect(await codeOf((async () => connection.query('SELECT Id FROM Opportunity'))())).toBe(
      'no failure',
    );
  });

  test('of a write leaves its result unknown', async () => {
    const { client } = openClient({ loginUrl: server.url });
    await client.session();
    server.plan({ fault: { kind: 'cutBody' } });
    const write = client.call({
      method: 'POST',
      path: '/composite',
      body: {},
      label: 'x',
      isWrite: true,
    });
    expect(await codeOf(write)).toBe('UNKNOWN_RESULT');
  });
});
