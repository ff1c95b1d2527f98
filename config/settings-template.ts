import type { TenantSettings } from './settings-schema.ts';

/** What `init` asks. No secret is among it: the file names the environment variables that hold them. */
export interface InitAnswers {
  readonly tenant: string;
  readonly mode: TenantSettings['mode'];
  readonly language: TenantSettings['language'];
  readonly timeZone: string;
  readonly partnerCenter: { readonly tenantId: string; readonly clientId: string };
  readonly crm:
    | { readonly kind: 'salesforce'; readonly loginUrl: string; readonly clientId: string }
    | {
        readonly kind: 'dynamics';
        readonly url: string;
        readonly tenantId: string;
        readonly clientId: string;
      };
  /** E-mail of the CRM user who owns what nobody else does. */
  readonly defaultOwner: string;
}

export const PARTNER_SECRET = 'PC_CLIENT_SECRET';
export const CRM_SECRETS = { salesforce: 'SF_CLIENT_SECRET', dynamics: 'D365_CLIENT_SECRET' };

const SCHEMA = './config/lead-sync.schema.json';

const fromEnvironment = (name: string): string => `\${${name}}`;

/** The text of a new lead-sync.json. The first refresh token comes with `connect partner-center`, so none is named. */
export const settingsTemplate = (answers: InitAnswers): string => {
  const settings = {
    $schema: SCHEMA,
    store: 'sqlite:./data/lead-sync.db',
    tenants: [
      {
        id: answers.tenant,
        mode: answers.mode,
        language: answers.language,
        timeZone: answers.timeZone,
        partnerCenter: {
          ...answers.partnerCenter,
          clientSecret: fromEnvironment(PARTNER_SECRET),
        },
        crm: { ...answers.crm, clientSecret: fromEnvironment(CRM_SECRETS[answers.crm.kind]) },
        mapping: answers.crm.kind,
        assign: { default: answers.defaultOwner },
      },
    ],
  };
  return `${JSON.stringify(settings, null, 2)}\n`;
};
