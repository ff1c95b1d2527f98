import { afterEach, describe, expect, test } from '@jest/globals';
import { CONFIG, openHouse, type House } from './house.ts';

let house: House;
afterEach(async () => {
  await house.stop();
});

const INIT_FLAGS = [
  ['--tenant', 'contoso'],
  ['--partner-tenant', 'contoso.example'],
  ['--partner-client', 'pc-app'],
  ['--salesforce-url', 'https://contoso.my.salesforce.com'],
  ['--salesforce-client', 'sf-app'],
  ['--owner', 'sales@contoso.example'],
].flat();

const WRITTEN = {
  $schema: './config/lead-sync.schema.json',
  store: 'sqlite:./data/lead-sync.db',
  tenants: [
    {
      id: 'contoso',
      mode: 'observe',
      language: 'en',
      timeZone: 'UTC',
      partnerCenter: {
        tenantId: 'contoso.example',
        clientId: 'pc-app',
        clientSecret: '${PC_CLIENT_SECRET}',
      },
      crm: {
        kind: 'salesforce',
        loginUrl: 'https://contoso.my.salesforce.com',
        clientId: 'sf-app',
        clientSecret: '${SF_CLIENT_SECRET}',
      },
      mapping: 'salesforce',
      assign: { default: 'sales@contoso.example' },
    },
  ],
};

describe('init', () => {
  test('with flags and --yes asks nothing and writes a file without a secret', async () => {
    house = await openHouse();
    house.files.clear();
    const { exit, out } = await house.say('init', '--yes', ...INIT_FLAGS);
    const written: unknown = JSON.parse(house.files.get(CONFIG) ?? '');
    expect({ exit, written, asked: house.questions }).toEqual({
      exit: 0,
      written: WRITTEN,
      asked: [],
    });
    const named = ['PC_CLIENT_SECRET', 'SF_CLIENT_SECRET', 'LEAD_SYNC_KEY'];
    expect(named.filter((name) => !out.join('\n').includes(name))).toEqual([]);
  });

  test('asks for what no flag gives, and again after a wrong answer', async () => {
    house = await openHouse();
    house.files.clear();
    const answers = ['en', 'Mars/Olympus', 'UTC', 'contoso.example', 'pc-app'];
    house.answers.push(...answers, 'https://contoso.my.salesforce.com', 'sf-app', 'nobody');
    house.answers.push('sales@contoso.example');
    const { exit } = await house.say('init', '--tenant', 'contoso');
    const written: unknown = JSON.parse(house.files.get(CONFIG) ?? '');
    const complaints = house.questions.filter((question) => question.startsWith('!'));
    expect({ exit, written, complaints }).toEqual({
      exit: 0,
      written: WRITTEN,
      complaints: [
        '! is not a time zone; write its IANA name, for instance "America/Sao_Paulo".',
        '! is not an e-mail address.',
      ],
    });
  });

  test('keeps a file that is there when told not to replace it', async () => {
    house = await openHouse();
    const before = house.files.get(CONFIG);
    house.answers.push(false);
    const { exit, out } = await house.say('init', ...INIT_FLAGS);
    expect({ exit, out, after: house.files.get(CONFIG) }).toEqual({
      exit: 0,
      out: [`${CONFIG} stays as it is.`],
      after: before,
    });
  });

  test.each([
    {
      case: 'nobody there to answer',
      flags: [],
      err: ['Nobody is here to answer: give --yes and the answers as flags.'],
    },
    {
      case: 'flags missing and wrong, all told at once',
      flags: ['--yes', ...INIT_FLAGS.slice(2, -2), '--owner', 'nobody', '--language', 'fr'],
      err: [
        '--tenant: is missing',
        '--language: must be one of "en", "pt-BR".',
        '--owner: is not an e-mail address.',
      ],
    },
  ])('refuses with $case', async ({ flags, err }) => {
    house = await openHouse();
    house.files.clear();
    expect(await house.say('init', ...flags)).toEqual({ exit: 2, out: [], err });
    expect(house.files.size).toBe(0);
  });
});
