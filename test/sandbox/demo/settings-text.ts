import { CLIENT_ID, CLIENT_SECRET } from '#test/sandbox/partner-center.ts';

export const SELLERS = {
  sofia: { name: 'Sofia', email: 'sales@contoso.example' },
  bruno: { name: 'Bruno', email: 'bruno.lima@contoso.example' },
  carla: { name: 'Carla', email: 'carla.mendes@contoso.example' },
} as const;
export type Seller = keyof typeof SELLERS;

/** 6 s: long enough to take an answer back, short enough to watch. */
const GRACE_MINUTES = 0.1;
/** The stand-in has no limit; a real partner is told 60. */
const PARTNER_PER_MINUTE = 6_000;

export interface DemoSettings {
  readonly partnerUrl: string;
  readonly crmUrl: string;
  /** Six cron fields: the first is seconds. */
  readonly poll: string;
}

/** The settings file of the demo's worker: one partner, one org, a store beside it. */
export const settingsText = ({ partnerUrl, crmUrl, poll }: DemoSettings): string => {
  const settings = {
    store: 'sqlite:./lead-sync.db',
    console: { port: 0 },
    schedule: { poll },
    tenants: [
      {
        id: 'contoso',
        mode: 'live',
        partnerCenter: {
          tenantId: 'contoso.example',
          clientId: CLIENT_ID,
          clientSecret: CLIENT_SECRET,
          apiUrl: partnerUrl,
          webhookApiUrl: partnerUrl,
          loginUrl: partnerUrl,
        },
        crm: {
          kind: 'salesforce',
          loginUrl: crmUrl,
          clientId: 'sf-app',
          clientSecret: 'sf-secret',
        },
        assign: {
          default: SELLERS.sofia.email,
          byCountry: { BR: SELLERS.bruno.email, GB: SELLERS.carla.email },
        },
        limits: { closeGraceMinutes: GRACE_MINUTES, partnerPerMinute: PARTNER_PER_MINUTE },
      },
    ],
  };
  return `${JSON.stringify(settings, null, 2)}\n`;
};
