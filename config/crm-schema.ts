import { z } from 'zod';
import { anyText, directory, webUrl } from './checked-text.ts';

/** Salesforce: the floor of what the connector was proved with, reference SF §2. */
const OLDEST_SALESFORCE_API = 60;

const apiVersion = () =>
  anyText()
    .refine(
      (text) => /^\d{2,3}\.0$/.test(text) && Number.parseFloat(text) >= OLDEST_SALESFORCE_API,
      {
        error: `must be "${OLDEST_SALESFORCE_API}.0" or later, for instance "67.0"`,
      },
    )
    .default('67.0');

const salesforceFields = z.strictObject({
  kind: z.literal('salesforce'),
  loginUrl: webUrl().describe("The org's own address (My Domain)."),
  clientId: anyText(),
  clientSecret: anyText().optional().describe('Client credentials. Else username and privateKey.'),
  username: anyText().optional(),
  privateKey: anyText().optional().describe('PEM, for the JWT bearer flow.'),
  apiVersion: apiVersion(),
});
type SalesforceFields = z.output<typeof salesforceFields>;

export type SalesforceSignIn =
  | { readonly kind: 'clientSecret'; readonly clientSecret: string }
  | { readonly kind: 'privateKey'; readonly username: string; readonly privateKey: string };

const signInOf = (crm: Partial<SalesforceFields>): SalesforceSignIn | undefined => {
  const { clientSecret, username, privateKey } = crm;
  if (clientSecret !== undefined)
    return username === undefined && privateKey === undefined
      ? { kind: 'clientSecret', clientSecret }
      : undefined;
  return username !== undefined && privateKey !== undefined
    ? { kind: 'privateKey', username, privateKey }
    : undefined;
};

/** Salesforce: client credentials are refused on the generic hosts, reference SF §3. */
const isGenericHost = (loginUrl: unknown): boolean =>
  typeof loginUrl === 'string' &&
  ['login.salesforce.com', 'test.salesforce.com'].includes(URL.parse(loginUrl)?.hostname ?? '');

const isObject = (value: unknown): value is Partial<SalesforceFields> =>
  typeof value === 'object' && value !== null;

const salesforceSchema = salesforceFields
  .refine((crm) => signInOf(crm) !== undefined, {
    error: 'needs either clientSecret alone, or username and privateKey',
    when: ({ value }) => isObject(value),
  })
  .refine((crm) => crm.clientSecret === undefined || !isGenericHost(crm.loginUrl), {
    error:
      'must be the address of your own org: with a client secret Salesforce refuses its generic ones',
    params: { remedy: 'Use https://YOURDOMAIN.my.salesforce.com (Setup, My Domain).' },
    path: ['loginUrl'],
    when: ({ value }) => isObject(value),
  })
  .transform((crm, context) => {
    const { kind, loginUrl, clientId } = crm;
    const signIn = signInOf(crm);
    if (signIn === undefined) {
      context.addIssue({ code: 'custom', message: 'has no sign-in' });
      return z.NEVER;
    }
    return { kind, loginUrl, clientId, signIn, apiVersion: crm.apiVersion };
  });

const dynamicsSchema = z.strictObject({
  kind: z.literal('dynamics'),
  url: webUrl(),
  tenantId: directory(),
  clientId: anyText(),
  clientSecret: anyText(),
  loginUrl: webUrl().default('https://login.microsoftonline.com'),
});

export const crmSchema = z.discriminatedUnion('kind', [salesforceSchema, dynamicsSchema]);
