import {
  settingsTemplate,
  CRM_SECRETS,
  PARTNER_SECRET,
  type InitAnswers,
} from '#config/settings-template.ts';
import { parseSettings } from '#config/settings.ts';

/** What `init` asks, by the name of its flag. */
export interface Answers {
  readonly tenant: string;
  readonly language: string;
  readonly timeZone: string;
  readonly partnerTenant: string;
  readonly partnerClient: string;
  readonly salesforceUrl: string;
  readonly salesforceClient: string;
  readonly owner: string;
}

export interface InitQuestion {
  readonly name: keyof Answers;
  readonly flag: string;
  readonly message: string;
  readonly choices?: readonly string[];
  readonly default?: string;
}

export const INIT_QUESTIONS: readonly InitQuestion[] = [
  {
    name: 'tenant',
    flag: '--tenant <id>',
    message: 'A short name for this pair of systems, for instance your company',
  },
  {
    name: 'language',
    flag: '--language <language>',
    message: 'Language of what sellers read in the CRM',
    choices: ['en', 'pt-BR'],
    default: 'en',
  },
  {
    name: 'timeZone',
    flag: '--time-zone <zone>',
    message: 'Time zone of your close dates, by its IANA name',
    default: 'UTC',
  },
  {
    name: 'partnerTenant',
    flag: '--partner-tenant <id>',
    message: 'Partner Center: tenant id (GUID or domain) of your Microsoft Entra directory',
  },
  {
    name: 'partnerClient',
    flag: '--partner-client <id>',
    message: 'Partner Center: client id of the app registration',
  },
  {
    name: 'salesforceUrl',
    flag: '--salesforce-url <url>',
    message: 'Salesforce: address of your org (https://YOURDOMAIN.my.salesforce.com)',
  },
  {
    name: 'salesforceClient',
    flag: '--salesforce-client <id>',
    message: 'Salesforce: consumer key of the external client app',
  },
  {
    name: 'owner',
    flag: '--owner <e-mail>',
    message: 'Salesforce: e-mail of the user who owns new opportunities',
  },
];

/** Right in every answer: stands in for those not given yet. */
const EXAMPLE: Answers = {
  tenant: 'contoso',
  language: 'en',
  timeZone: 'UTC',
  partnerTenant: 'contoso.example',
  partnerClient: 'client',
  salesforceUrl: 'https://contoso.my.salesforce.com',
  salesforceClient: 'client',
  owner: 'sales@contoso.example',
};

/** The text of the settings file. A new tenant observes first. */
export const settingsText = (answers: Answers): string =>
  settingsTemplate({
    tenant: answers.tenant,
    mode: 'observe',
    language: answers.language as InitAnswers['language'],
    timeZone: answers.timeZone,
    partnerCenter: { tenantId: answers.partnerTenant, clientId: answers.partnerClient },
    crm: {
      kind: 'salesforce',
      loginUrl: answers.salesforceUrl,
      clientId: answers.salesforceClient,
    },
    defaultOwner: answers.owner,
  });

/** The environment variables that the file reads. */
export const SECRET_NAMES = [PARTNER_SECRET, CRM_SECRETS.salesforce];

/** What the settings file would say of one answer; undefined = nothing. */
export const answerProblem = (name: keyof Answers, answer: string): string | undefined => {
  const parsed = parseSettings({
    text: settingsText({ ...EXAMPLE, [name]: answer.trim() }),
    env: Object.fromEntries(SECRET_NAMES.map((secret) => [secret, 'given'])),
    readFile: () => '',
  });
  if (parsed.kind === 'settings') return undefined;
  return parsed.problems
    .map(({ problem, remedy }) => `${problem}. ${remedy ?? ''}`.trim())
    .join(' ');
};
