import type {
  ContactDraft,
  CrmSystem,
  CustomerDraft,
  EnsureOutcome,
} from '#core/ports/crm-system.ts';
import type { Answer } from './client.ts';
import type { DescribedFields, Describes } from './describe-object.ts';
import type { Body, KeyedRecords } from './keyed-record.ts';

/** Our unique keys on other objects than the opportunity (docs/mapping.md). */
export const CUSTOMER_KEY = 'PC_Customer_Key__c';
export const KEY = 'PC_Key__c';

const clip = (text: string, length: number): string => text.slice(0, length);
const clipped = (text: string | null, length: number): string | null =>
  text === null ? null : clip(text, length);

/** Empty entries are left out: a new row has nothing to clear. */
const filled = (entries: Readonly<Record<string, string | null>>): Body =>
  Object.fromEntries(Object.entries(entries).filter(([, value]) => value !== null && value !== ''));

const COUNTRIES = new Intl.DisplayNames(['en'], { type: 'region' });

/** English name of an alpha-2 code, as sellers write it into the text field; the code where there is none. */
export const countryName = (code: string): string => {
  try {
    return COUNTRIES.of(code) ?? code;
  } catch {
    return code;
  }
};

/** With State and Country picklists on, an org has code fields and takes only values of its lists (reference SF §7). */
const addressOf = (draft: CustomerDraft, fields: DescribedFields): Body => {
  const { country } = draft;
  const isCoded = fields.has('BillingCountryCode');
  return filled({
    BillingStreet: clipped(draft.street, 255),
    BillingCity: clipped(draft.city, 40),
    BillingState: clipped(draft.state, 80),
    BillingPostalCode: clipped(draft.postalCode, 20),
    BillingCountry: country === null || isCoded ? null : clip(countryName(country), 80),
    BillingCountryCode: isCoded ? country : null,
  });
};

const LISTED = ['BillingState', 'BillingCountry', 'BillingCountryCode'];
const LIST_REFUSALS: ReadonlySet<string> = new Set([
  'FIELD_INTEGRITY_EXCEPTION',
  'INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST',
]);

const without = (body: Body, names: readonly string[]): Body =>
  Object.fromEntries(Object.entries(body).filter(([name]) => !names.includes(name)));

/** State or country not in the org's lists: the row goes without them, and the description keeps what they said. */
const withoutListed = (answer: Answer, body: Body): Body | undefined => {
  const said = LISTED.flatMap((name) => body[name] ?? []);
  if (said.length === 0 || !answer.failures.some((one) => LIST_REFUSALS.has(one.code)))
    return undefined;
  return {
    ...without(body, LISTED),
    Description: `State and country as Partner Center has them: ${said.join(', ')}`,
  };
};

const lastNameOf = ({ lastName, firstName, email }: ContactDraft): string =>
  [lastName, firstName, email?.split('@')[0]].find(
    (text) => text !== undefined && text !== null && text !== '',
  ) ?? 'Contact';

const withoutEmail = (answer: Answer, body: Body): Body | undefined =>
  'Email' in body && answer.failures.some((one) => one.code === 'INVALID_EMAIL_ADDRESS')
    ? without(body, ['Email'])
    : undefined;

/** Without its unique key a second try could make a second row. */
const notProvisioned = (object: string, field: string): EnsureOutcome => ({
  kind: 'refused',
  code: 'INVALID_FIELD',
  words: `${object} has no field ${field} that our user may see. Run \`provision\`.`,
});

export interface CustomersOptions {
  readonly describes: Describes;
  readonly records: KeyedRecords;
}

export const createCustomers = ({
  describes,
  records,
}: CustomersOptions): Pick<CrmSystem, 'ensureCustomer' | 'ensureContact'> => ({
  ensureCustomer: async (draft) => {
    const fields = await describes.fieldsOf('Account');
    if (!fields.has(CUSTOMER_KEY)) return notProvisioned('Account', CUSTOMER_KEY);
    const body = {
      Name: clip(draft.name, 255),
      ...addressOf(draft, fields),
      ...(draft.duns !== null && fields.has('DunsNumber')
        ? { DunsNumber: clip(draft.duns, 9) }
        : {}),
      [CUSTOMER_KEY]: draft.key,
    };
    return records.ensure({
      object: 'Account',
      keyField: CUSTOMER_KEY,
      key: draft.key,
      body,
      repair: withoutListed,
    });
  },
  ensureContact: async (draft, customerId) => {
    const fields = await describes.fieldsOf('Contact');
    if (!fields.has(KEY)) return notProvisioned('Contact', KEY);
    const lastName = lastNameOf(draft);
    const body = filled({
      LastName: clip(lastName, 80),
      FirstName: lastName === draft.firstName ? null : clipped(draft.firstName, 40),
      // Never cut: half an address is somebody else's.
      Email: draft.email !== null && draft.email.length <= 80 ? draft.email : null,
      Phone: clipped(draft.phone, 40),
      AccountId: customerId ?? null,
      [KEY]: draft.key,
    });
    return records.ensure({
      object: 'Contact',
      keyField: KEY,
      key: draft.key,
      body,
      repair: withoutEmail,
    });
  },
});
