import { parseSettings } from '#config/settings.ts';
import type { TenantSettings } from '#config/settings-schema.ts';
import { CLIENT_ID, CLIENT_SECRET, FIRST_REFRESH_TOKEN } from '#test/sandbox/partner-center.ts';

export interface Urls {
  readonly partner: string;
  readonly crm: string;
}

/** One tenant that lives on two stand-ins; a decline or an ending waits half a minute. */
export const settingsFor = ({ partner, crm }: Urls): TenantSettings => {
  const text = JSON.stringify({
    tenants: [
      {
        id: 'contoso',
        mode: 'live',
        partnerCenter: {
          tenantId: 'contoso.example',
          clientId: CLIENT_ID,
          clientSecret: CLIENT_SECRET,
          refreshToken: FIRST_REFRESH_TOKEN,
          apiUrl: partner,
          loginUrl: partner,
        },
        crm: { kind: 'salesforce', loginUrl: crm, clientId: 'sf-app', clientSecret: 'sf-secret' },
        assign: { default: 'sales@contoso.example' },
        limits: { closeGraceMinutes: 0.5, partnerPerMinute: 6_000 },
      },
    ],
  });
  const parsed = parseSettings({ text, env: {}, readFile: () => '' });
  const [tenant] = parsed.kind === 'problems' ? [] : parsed.settings.tenants;
  if (tenant === undefined) throw new Error(JSON.stringify(parsed));
  return tenant;
};
