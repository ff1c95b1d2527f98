import { expect, test } from '@jest/globals';
import type { LogFacts } from '#core/ports/log.ts';
import { createLog, type LogLevel } from '#jobs/log.ts';

const aLog = (level: LogLevel, isPretty: boolean) => {
  const lines: string[] = [];
  const log = createLog({
    level,
    isPretty,
    write: (line) => lines.push(line),
    now: () => '2026-11-25T09:10:11.000Z',
  });
  return { log, lines };
};

test('one JSON object per event', () => {
  const { log, lines } = aLog('info', false);
  log.warn('cycle failed', { tenant: 'contoso', attempt: 2 });
  expect(lines.map((line) => JSON.parse(line) as unknown)).toEqual([
    {
      level: 'warn',
      time: '2026-11-25T09:10:11.000Z',
      tenant: 'contoso',
      attempt: 2,
      msg: 'cycle failed',
    },
  ]);
});

test('one readable line on a terminal', () => {
  const { log, lines } = aLog('info', true);
  log.error('tenant stopped', { tenant: 'contoso', words: 'sign in "again"' });
  expect(lines).toEqual([
    '09:10:11 error tenant stopped tenant="contoso" words="sign in \\"again\\""\n',
  ]);
});

test.each<{ case: string; facts: LogFacts; shown: LogFacts }>([
  {
    case: 'a fact named like a secret',
    facts: { token: 'abc', clientSecret: 'def', refreshToken: 'ghi', authorization: 'jkl' },
    shown: {
      token: '[hidden]',
      clientSecret: '[hidden]',
      refreshToken: '[hidden]',
      authorization: '[hidden]',
    },
  },
  {
    case: 'a bearer token inside words',
    facts: { words: 'sent Bearer abc.def-123 to it' },
    shown: { words: 'sent [hidden] to it' },
  },
  {
    case: 'a JWT inside words',
    facts: { words: 'got eyJhbGciOiJub25lIn0.eyJzdWIiOiJ4In0.c2ln back' },
    shown: { words: 'got [hidden] back' },
  },
  { case: 'nothing of plain facts', facts: { referral: 'r-1' }, shown: { referral: 'r-1' } },
])('hides $case', ({ facts, shown }) => {
  const { log, lines } = aLog('info', false);
  log.info('event', facts);
  const {
    level: _level,
    time: _time,
    msg: _msg,
    ...told
  } = JSON.parse(lines[0] ?? '{}') as Record<string, unknown>;
  expect(told).toEqual(shown);
});

test.each<{ level: LogLevel; events: readonly string[] }>([
  { level: 'debug', events: ['call', 'cycle done', 'cycle failed', 'bug'] },
  { level: 'info', events: ['cycle done', 'cycle failed', 'bug'] },
  { level: 'warn', events: ['cycle failed', 'bug'] },
  { level: 'error', events: ['bug'] },
])('at $level: $events', ({ level, events }) => {
  const { log, lines } = aLog(level, false);
  log.info('call');
  log.info('cycle done');
  log.warn('cycle failed');
  log.error('bug');
  expect(lines.map((line) => (JSON.parse(line) as { msg: string }).msg)).toEqual(events);
});
