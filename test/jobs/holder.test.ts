import { expect, test } from '@jest/globals';
import type { Holder } from '#core/ports/store.ts';
import { createSelf, type Processes } from '#jobs/holder.ts';
import { thisProcess } from '#jobs/this-process.ts';

/** Field 22 is the start; the name may hold blanks and brackets. */
const stat = (pid: number, ticks: number): string =>
  `${pid} (node (a) b) S 1 1 1 0 -1 4194560 1 0 0 0 1 1 0 0 20 0 11 0 ${ticks} 1 2 3`;

const linux: Processes = {
  host: 'alpha',
  ownPid: 100,
  ownStart: '2026-11-25T09:00:00.000Z',
  isAlive: (pid) => pid === 100 || pid === 200,
  readProc: (path) =>
    ({
      'self/stat': stat(100, 5_000),
      '200/stat': stat(200, 7_000),
      'sys/kernel/random/boot_id': 'boot-1\n',
    })[path],
};
const elsewhere: Processes = { ...linux, readProc: () => undefined };

const linuxHolder = (pid: number, startedAt: string, host = 'alpha'): Holder => ({
  host,
  pid,
  startedAt,
});

test('on Linux the start is told in ticks of this boot, elsewhere by the clock', () => {
  expect([createSelf(linux).holder, createSelf(elsewhere).holder]).toEqual([
    { host: 'alpha', pid: 100, startedAt: 'boot-1:5000' },
    { host: 'alpha', pid: 100, startedAt: '2026-11-25T09:00:00.000Z' },
  ]);
});

test.each([
  { case: 'itself', on: linux, holder: linuxHolder(100, 'boot-1:5000'), dead: false },
  { case: 'its own id, used before', on: linux, holder: linuxHolder(100, 'boot-1:4'), dead: true },
  {
    case: 'another one that lives',
    on: linux,
    holder: linuxHolder(200, 'boot-1:7000'),
    dead: false,
  },
  {
    case: 'an id that is used again',
    on: linux,
    holder: linuxHolder(200, 'boot-1:6000'),
    dead: true,
  },
  {
    case: 'the same ticks of another boot',
    on: linux,
    holder: linuxHolder(200, 'boot-0:7000'),
    dead: true,
  },
  { case: 'an id nobody has', on: linux, holder: linuxHolder(300, 'boot-1:7000'), dead: true },
  {
    case: 'an id nobody has, on another host',
    on: linux,
    holder: linuxHolder(300, 'x', 'beta'),
    dead: false,
  },
  {
    case: 'one that lives, where starts are not told',
    on: elsewhere,
    holder: linuxHolder(200, 'x'),
    dead: false,
  },
  {
    case: 'one that is gone, where starts are not told',
    on: elsewhere,
    holder: linuxHolder(300, 'x'),
    dead: true,
  },
])('$case is dead: $dead', ({ on, holder, dead }) => {
  expect(createSelf(on).isDead(holder)).toBe(dead);
});

test('this very process holds its own leases and is alive', () => {
  const { holder, isDead } = createSelf(thisProcess());
  expect({ pid: holder.pid, isDead: isDead(holder) }).toEqual({ pid: process.pid, isDead: false });
});
