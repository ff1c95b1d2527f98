import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { createSqliteStore } from '#connectors/sqlite/index.ts';
import { referral, TENANT } from '#test/contracts/store/a-link.ts';
import { START } from '#test/contracts/store/bench.ts';
import type { Gains } from './contender.ts';
import type { Kept } from './endless-writer.ts';
import { aFolder, KEY } from './sqlite-house.ts';

let folder: string;
let path: string;

beforeEach(async () => {
  folder = await aFolder();
  path = join(folder, 'lead-sync.db');
});
afterEach(async () => {
  await rm(folder, { recursive: true });
});

const ROUNDS = 60;
const LIMIT = 100;

const start = (script: string, ...args: number[]): ChildProcess => {
  const file = fileURLToPath(new URL(script, import.meta.url));
  return fork(file, [path, ...args.map(String)], { execArgv: [] });
};

const sum = (numbers: readonly number[]): number => numbers.reduce((one, other) => one + other, 0);

test('three processes on one new file lose nothing and get nothing twice', async () => {
  const processes = [1, 2, 3].map(() => start('./contender.ts', ROUNDS, LIMIT));
  await Promise.all(processes.map((child) => once(child, 'message')));
  const gains = await Promise.all(
    processes.map(async (child) => {
      child.send('go');
      const [message] = await once(child, 'message');
      await once(child, 'close');
      return message as Gains;
    }),
  );

  const store = await createSqliteStore({ path, key: KEY });
  const stored = await store.links.find(TENANT, referral(1));
  const used = await store.budget.used(TENANT, 'crm', START);
  const left = await store.tenants.listRequests(TENANT);
  await store.close();
  const laid = gains.flatMap(({ requests }) => requests).toSorted();
  const waiting = left.map(({ request }) => request.by).toSorted();
  expect({
    inserted: sum(gains.map(({ inserted }) => inserted)),
    version: stored?.link.version,
    marks: stored?.dueSeq,
    granted: sum(gains.map(({ granted }) => granted)),
    used,
    requests: waiting,
    cycles: new Set(gains.flatMap(({ cycles }) => cycles)).size,
  }).toEqual({
    inserted: 1,
    version: 1 + sum(gains.map(({ saved }) => saved)),
    marks: 1 + 3 * ROUNDS,
    granted: LIMIT,
    used: LIMIT,
    requests: laid,
    cycles: 3 * ROUNDS,
  });
});

/** Kills the writer once it has told so many steps; it is then anywhere in a later one. */
const killAfter = async (steps: number): Promise<readonly Kept[]> => {
  const writer = start('./endless-writer.ts');
  const kept: Kept[] = [];
  writer.on('message', (message) => {
    kept.push(message as Kept);
    if (kept.length === steps) writer.kill('SIGKILL');
  });
  await once(writer, 'close');
  return kept;
};

test.each([1, 2, 3, 40, 101])(
  'killed after %i steps, the file is whole and holds all that was promised',
  async (steps) => {
    const kept = await killAfter(steps);
    const numbers = (step: Kept['step']) =>
      kept.filter((each) => each.step === step).map(({ number }) => number);
    const store = await createSqliteStore({ path, key: KEY });
    const links = await store.links.list(TENANT, {}, { limit: 10_000 });
    const history = await store.history.listByReferral(TENANT, referral(1), 10);
    await store.close();
    const database = new DatabaseSync(path);
    const integrity = database.prepare('PRAGMA integrity_check').get();
    const halves = database
      .prepare(
        "SELECT referral FROM links JOIN link_documents ON id = document WHERE version <> json ->> 'version'",
      )
      .all();
    database.close();

    const versions = new Map(links.map(({ link }) => [link.referral, link.version]));
    expect(kept.length).toBeGreaterThanOrEqual(steps);
    expect({ ...integrity }).toEqual({ integrity_check: 'ok' });
    expect(halves).toEqual([]);
    expect(numbers('inserted').filter((number) => !versions.has(referral(number)))).toEqual([]);
    expect(numbers('saved').filter((number) => versions.get(referral(number)) !== 2)).toEqual([]);
    expect([0, 2]).toContain(history.length);
    expect(numbers('appended').includes(1) && history.length === 0).toBe(false);
  },
);
