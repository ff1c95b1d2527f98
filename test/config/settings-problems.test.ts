import { expect, test } from '@jest/globals';
import { parseSettings } from '#config/settings.ts';
import { settingsText } from './settings-text.ts';

const ENV = { PC_CLIENT_SECRET: 'pc-hunter2', SF_CLIENT_SECRET: 'sf-hunter2' };

const parse = (text: string) =>
  parseSettings({
    text,
    env: ENV,
    readFile: () => {
      throw Object.assign(new Error('no such file'), { code: 'ENOENT' });
    },
  });

const problemsOf = (text: string) => {
  const parsed = parse(text);
  return parsed.kind === 'problems'
    ? parsed.problems.map(({ path, problem }) => `${path}: ${problem}`)
    : [];
};

test('two tenants with one id, whatever the case of its letters', () => {
  const { tenants } = JSON.parse(settingsText()) as { tenants: { id: string }[] };
  const text = JSON.stringify({ tenants: [...tenants, { ...tenants[0], id: 'CONTOSO' }] });
  expect(parse(text)).toEqual({
    kind: 'problems',
    problems: [
      {
        path: 'tenants[1].id',
        problem: 'is the id of an earlier tenant',
        remedy: 'Give each tenant an id of its own.',
      },
    ],
  });
});

test('every problem is told at once, and a text that could not be filled in only once', () => {
  const text = settingsText({
    file: { queue: 'redis://q', nope: 1 },
    tenant: { mode: 'on' },
    partnerCenter: { clientSecret: '${NOPE}', apiUrl: '${file:/nope}' },
    crm: { apiVersion: '1', loginUrl: 'ftp://x' },
  });
  expect(problemsOf(text)).toEqual([
    'tenants[0].partnerCenter.clientSecret: the environment variable NOPE is not set',
    'tenants[0].partnerCenter.apiUrl: the file /nope cannot be read (ENOENT)',
    expect.stringMatching(/^tenants\[0\]\.mode: /),
    expect.stringMatching(/^tenants\[0\]\.crm\.loginUrl: /),
    expect.stringMatching(/^tenants\[0\]\.crm\.apiVersion: /),
    'nope: is not known here',
    expect.stringMatching(/^queue: /),
  ]);
});

test('no problem shows a secret, wherever a person has put it', () => {
  const secret = 'hunter2-in-the-wrong-place';
  const everywhere = JSON.stringify({
    store: secret,
    queue: `kafka:${secret}`,
    console: { host: 5, port: secret },
    schedule: { poll: secret },
    tenants: [
      {
        id: `${secret}!`,
        mode: secret,
        timeZone: secret,
        partnerCenter: {
          tenantId: `/${secret}`,
          loginUrl: `https://x:${secret}@y`,
          apiUrl: secret,
        },
        crm: { kind: 'salesforce', loginUrl: `http://${secret}`, apiVersion: secret },
        include: { countries: [secret] },
        assign: { default: secret, byCountry: { BR: secret } },
      },
    ],
  });
  const told = [everywhere, `{"clientSecret": ${secret}}`, `"${secret}`].map((text) =>
    JSON.stringify(parse(text)),
  );
  expect(told.every((text) => text.startsWith('{"kind":"problems"'))).toBe(true);
  expect(told.join('\n')).not.toContain('hunter2');
});
