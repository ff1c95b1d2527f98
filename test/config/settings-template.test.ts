import { expect, test } from '@jest/globals';
import {
  CRM_SECRETS,
  PARTNER_SECRET,
  settingsTemplate,
  type InitAnswers,
} from '#config/settings-template.ts';
import { parseSettings } from '#config/settings.ts';

const answers: Omit<InitAnswers, 'crm'> = {
  tenant: 'contoso',
  mode: 'live',
  language: 'pt-BR',
  timeZone: 'America/Sao_Paulo',
  partnerCenter: { tenantId: 'contoso.example', clientId: 'pc-app' },
  defaultOwner: 'vendas@contoso.example',
};
const CRMS: readonly InitAnswers['crm'][] = [
  { kind: 'salesforce', loginUrl: 'https://contoso.my.salesforce.com', clientId: 'sf-app' },
  {
    kind: 'dynamics',
    url: 'https://contoso.crm.dynamics.com',
    tenantId: 'contoso.example',
    clientId: 'd365-app',
  },
];

const readFile = () => '';

test.each(CRMS)('the file for $kind parses once the secrets are in the environment', (crm) => {
  const text = settingsTemplate({ ...answers, crm });
  const env = { [PARTNER_SECRET]: 'one', [CRM_SECRETS[crm.kind]]: 'two' };
  const parsed = parseSettings({ text, env, readFile });
  expect(parsed.kind === 'settings' && parsed.settings.tenants[0]).toEqual(
    expect.objectContaining({
      id: 'contoso',
      mode: 'live',
      language: 'pt-BR',
      timeZone: 'America/Sao_Paulo',
      mapping: crm.kind,
      assign: { default: 'vendas@contoso.example', byCountry: {} },
      partnerCenter: expect.objectContaining({ clientId: 'pc-app', clientSecret: 'one' }),
      crm: expect.objectContaining({ kind: crm.kind, clientId: crm.clientId }),
    }),
  );
  expect(parseSettings({ text, env: {}, readFile })).toEqual({
    kind: 'problems',
    problems: [
      expect.objectContaining({ path: 'tenants[0].partnerCenter.clientSecret' }),
      expect.objectContaining({ path: 'tenants[0].crm.clientSecret' }),
    ],
  });
});

test('the file names its schema first, so that editors check it', () => {
  const text = settingsTemplate({ ...answers, crm: CRMS[0] as InitAnswers['crm'] });
  expect(text.split('\n', 2)).toEqual(['{', '  "$schema": "./config/lead-sync.schema.json",']);
});
