import { expect, test } from '@jest/globals';
import { parseSettings } from '#config/settings.ts';
import { toPolicy } from '#config/to-policy.ts';
import { settingsText } from './settings-text.ts';

test('a tenant’s policy is its decisions, without addresses and secrets', () => {
  const parsed = parseSettings({
    text: settingsText({
      partnerCenter: { clientSecret: 's' },
      crm: { clientSecret: 's' },
      tenant: { mode: 'live', language: 'pt-BR', timeZone: 'America/Sao_Paulo', backfill: 'none' },
    }),
    env: {},
    readFile: () => '',
  });
  expect(parsed.kind === 'settings' && parsed.settings.tenants.map(toPolicy)).toEqual([
    {
      tenant: 'contoso',
      mode: 'live',
      language: 'pt-BR',
      timeZone: 'America/Sao_Paulo',
      include: {
        kinds: ['customerInquiry', 'marketingQualified', 'salesQualified', 'coSell'],
        countries: [],
        locations: [],
        spam: false,
      },
      createAt: 'received',
      acceptNeeds: ['value', 'closeDate', 'notes'],
      assign: { default: 'sales@contoso.example', byCountry: {} },
      backfill: 'none',
      limits: {
        partnerPerMinute: 60,
        crmCallsPerDay: 10_000,
        reservePercent: 10,
        closeGraceMinutes: 10,
        closesPerCycle: 5,
        crmId: 'whenEmpty',
      },
    },
  ]);
});
