import { describe, expect, test } from '@jest/globals';
import { tenantId } from '#core/lead/ids.ts';
import type { Job } from '#core/ports/job-queue.ts';
import { createLocalQueue } from '#jobs/local-queue.ts';

const contoso = tenantId('contoso');
const fabrikam = tenantId('fabrikam');
const cycle = (tenant: Job['tenant']): Job => ({ job: 'cycle', tenant });
const tidy = (tenant: Job['tenant']): Job => ({ job: 'tidy', tenant });

const settle = async (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/** A queue whose jobs end when the test says so, and a record of what began and ended. */
const aQueue = (concurrency: number) => {
  const told: string[] = [];
  const bugs: unknown[] = [];
  const ends = new Map<string, PromiseWithResolvers<void>>();
  const queue = createLocalQueue({
    concurrency,
    onBug: (error) => bugs.push(error),
    work: async ({ job, tenant }) => {
      const name = `${job} ${tenant}`;
      told.push(`begin ${name}`);
      const end = Promise.withResolvers<void>();
      ends.set(name, end);
      await end.promise;
      told.push(`end ${name}`);
    },
  });
  return {
    queue,
    told,
    bugs,
    end: async (name: string) => {
      ends.get(name)?.resolve();
      await settle();
    },
    fail: async (name: string, error: Error) => {
      ends.get(name)?.reject(error);
      await settle();
    },
  };
};

test.each([
  {
    case: 'the same job waits once, however often it is asked for',
    asks: [cycle(contoso), cycle(contoso), cycle(contoso)],
    answers: ['asked', 'asked', 'waiting'],
    begun: ['begin cycle contoso'],
  },
  {
    case: 'another job of the same tenant waits until the first has ended',
    asks: [cycle(contoso), tidy(contoso)],
    answers: ['asked', 'asked'],
    begun: ['begin cycle contoso'],
  },
  {
    case: 'jobs of two tenants run side by side',
    asks: [cycle(contoso), cycle(fabrikam)],
    answers: ['asked', 'asked'],
    begun: ['begin cycle contoso', 'begin cycle fabrikam'],
  },
  {
    case: 'no more tenants at once than allowed',
    asks: [cycle(contoso), cycle(fabrikam), cycle(tenantId('litware'))],
    answers: ['asked', 'asked', 'asked'],
    begun: ['begin cycle contoso', 'begin cycle fabrikam'],
  },
])('$case', async ({ asks, answers, begun }) => {
  const { queue, told } = aQueue(2);
  const got: string[] = [];
  for (const job of asks) got.push(await queue.ask(job));
  expect({ answers: got, begun: told }).toEqual({ answers, begun });
});

describe('when a job ends', () => {
  test('what waited for its tenant begins, in the order it was asked for', async () => {
    const { queue, told, end } = aQueue(1);
    for (const job of [cycle(contoso), cycle(fabrikam), cycle(contoso)]) await queue.ask(job);
    await end('cycle contoso');
    await end('cycle fabrikam');
    expect(told).toEqual([
      'begin cycle contoso',
      'end cycle contoso',
      'begin cycle fabrikam',
      'end cycle fabrikam',
      'begin cycle contoso',
    ]);
  });

  test('with a bug, the bug is told and the next job begins', async () => {
    const { queue, told, bugs, fail } = aQueue(1);
    const bug = new Error('not this');
    await queue.ask(cycle(contoso));
    await queue.ask(tidy(contoso));
    await fail('cycle contoso', bug);
    expect({ told, bugs }).toEqual({
      told: ['begin cycle contoso', 'begin tidy contoso'],
      bugs: [bug],
    });
  });
});

test('a closed queue waits for what is under way and begins nothing more', async () => {
  const { queue, told, end } = aQueue(1);
  await queue.ask(cycle(contoso));
  await queue.ask(cycle(fabrikam));
  let isClosed = false;
  const closing = queue.close().then(() => {
    isClosed = true;
    return undefined;
  });
  await queue.ask(cycle(fabrikam));
  expect(isClosed).toBe(false);
  await end('cycle contoso');
  await closing;
  expect(told).toEqual(['begin cycle contoso', 'end cycle contoso']);
});
