import { z } from 'zod';
import type { CounterpartQuery, Counterparts, CrmView } from '#core/ports/crm-system.ts';
import type { SalesforceClient } from './client.ts';
import { queryPart, readComposite, type SubReply } from './composite.ts';
import { countryName, CUSTOMER_KEY, KEY } from './customers.ts';
import type { DescribedFields, Describes } from './describe-object.ts';
import { toSyncError } from './errors.ts';
import { isOpportunityId, toId18 } from './ids.ts';
import { Candidate, candidateFields, type KeyedRecords } from './keyed-record.ts';
import type { ReadRows } from './read-rows.ts';
import { isIn, quote } from './soql.ts';
import type { RowShape } from './to-view.ts';

export interface CounterpartOptions {
  readonly client: SalesforceClient;
  readonly rows: ReadRows;
  readonly describes: Describes;
  readonly records: KeyedRecords;
  readonly referralField: string;
  /** E-mail in lower case → id of an active user; what was found stays. */
  readonly owners: Map<string, string>;
}

const Rows = z.object({ records: z.array(z.unknown()) });
const Candidates = z.object({ records: z.array(Candidate) });
const Users = z.object({ records: z.array(z.object({ Id: z.string() })) });

const isSame = (one: unknown, other: string): boolean =>
  typeof one === 'string' && one.toLowerCase() === other.toLowerCase();

/** At most five queries fit one composite call (reference SF §10). */
const toQueries = (
  query: CounterpartQuery,
  known: {
    readonly shape: RowShape;
    readonly account: DescribedFields;
    readonly contact: DescribedFields;
    readonly options: CounterpartOptions;
  },
): Readonly<Record<string, string>> => {
  const { customer, contact, crmId, ownerEmail, referral } = query;
  const { shape, account, options } = known;
  const queries: Record<string, string> = {};

  const rowConditions = [
    ...(shape.types.has(options.referralField)
      ? [`${options.referralField} = ${quote(referral)}`]
      : []),
    ...(crmId !== null && isOpportunityId(crmId) ? [`Id = ${quote(crmId)}`] : []),
  ];
  if (rowConditions.length > 0)
    queries['rows'] =
      `SELECT ${shape.select.join(', ')} FROM Opportunity WHERE ${rowConditions.join(' OR ')}`;

  if (customer !== null) {
    const extra = [CUSTOMER_KEY, 'DunsNumber'].filter((name) => account.has(name));
    const select = [...candidateFields('Account'), ...extra].join(', ');
    const strong = [
      ...(account.has(CUSTOMER_KEY) ? [`${CUSTOMER_KEY} = ${quote(customer.key)}`] : []),
      ...(customer.duns !== null && account.has('DunsNumber')
        ? [`DunsNumber = ${quote(customer.duns)}`]
        : []),
    ];
    if (strong.length > 0)
      queries['accounts'] = `SELECT ${select} FROM Account WHERE ${strong.join(' OR ')} LIMIT 10`;
    const { country } = customer;
    const inCountry =
      country === null ? '' : ` AND ${isIn('BillingCountry', [country, countryName(country)])}`;
    queries['namesakes'] =
      `SELECT ${select} FROM Account WHERE IsDeleted = false AND Name = ${quote(customer.name)}${inCountry} LIMIT 2`;
  }

  if (contact !== null) {
    const hasKey = known.contact.has(KEY);
    const select = [...candidateFields('Contact'), ...(hasKey ? [KEY] : [])].join(', ');
    const conditions = [
      ...(hasKey ? [`${KEY} = ${quote(contact.key)}`] : []),
      ...(contact.email === null ? [] : [`Email = ${quote(contact.email)}`]),
    ];
    if (conditions.length > 0)
      queries['contacts'] =
        `SELECT ${select} FROM Contact WHERE ${conditions.join(' OR ')} LIMIT 10`;
  }

  if (ownerEmail !== null && !options.owners.has(ownerEmail.toLowerCase()))
    queries['owners'] =
      `SELECT Id FROM User WHERE Email = ${quote(ownerEmail)} AND IsActive = true LIMIT 2`;
  return queries;
};

const sole = (found: readonly Candidate[]): Candidate | undefined =>
  found.length === 1 ? found[0] : undefined;

/** By key first, a merged one included; then by other marks among the living, where only one fits. */
const pick = (
  found: readonly Candidate[],
  keyField: string,
  key: string,
): Candidate | undefined => {
  const keyed = found.filter((one) => isSame(one[keyField], key));
  const living = keyed.find((one) => !one.IsDeleted);
  if (living !== undefined) return living;
  const merged = keyed.find((one) => typeof one.MasterRecordId === 'string');
  if (merged !== undefined) return merged;
  return sole(found.filter((one) => !one.IsDeleted));
};

/** One look for all that a new lead needs: one call, a few more only where a found account or contact was merged. */
export const createFindCounterparts = (options: CounterpartOptions) => {
  const { client, rows, describes, records, referralField, owners } = options;

  const askFor = async (query: CounterpartQuery, shape: RowShape): Promise<Counterparts> => {
    const none: DescribedFields = new Map();
    const account = query.customer === null ? none : await describes.fieldsOf('Account');
    const contact = query.contact === null ? none : await describes.fieldsOf('Contact');
    const queries = toQueries(query, { shape, account, contact, options });
    const names = Object.keys(queries);
    const replies = new Map<string, SubReply>();
    let readAt = '';
    if (names.length > 0) {
      const requests = Object.entries(queries).map(([name, soql]) =>
        queryPart(name, soql, name === 'owners' ? 'query' : 'queryAll'),
      );
      const { parts, reply } = await readComposite(client, requests, 'find counterparts');
      readAt = reply.sentAt;
      for (const [at, part] of parts.entries()) {
        if (part.status >= 300) throw toSyncError(part);
        replies.set(names[at] ?? '', part);
      }
    }

    const views: readonly CrmView[] = replies.has('rows')
      ? (await rows.toViews(Rows.parse(replies.get('rows')?.body).records, { shape, readAt })).rows
      : [];
    const candidates = (name: string): readonly Candidate[] =>
      replies.has(name) ? Candidates.parse(replies.get(name)?.body).records : [];

    const { customer, contact: person, crmId, ownerEmail, referral } = query;
    const foundAccount =
      customer === null
        ? undefined
        : (pick(candidates('accounts'), CUSTOMER_KEY, customer.key) ??
          (candidates('accounts').some((one) => !one.IsDeleted)
            ? undefined
            : sole(candidates('namesakes'))));
    const foundContact =
      person === null ? undefined : pick(candidates('contacts'), KEY, person.key);

    if (ownerEmail !== null && replies.has('owners')) {
      const [only, ...others] = Users.parse(replies.get('owners')?.body).records;
      if (only !== undefined && others.length === 0)
        owners.set(ownerEmail.toLowerCase(), toId18(only.Id));
    }
    return {
      byReferral: views.filter((view) => isSame(view.fields[referralField], referral)),
      byCrmId: crmId === null ? undefined : views.find((view) => view.id === toId18(crmId)),
      customerId: foundAccount && (await records.follow('Account', foundAccount)),
      contactId: foundContact && (await records.follow('Contact', foundContact)),
      ownerId: ownerEmail === null ? undefined : owners.get(ownerEmail.toLowerCase()),
    };
  };

  return async (query: CounterpartQuery): Promise<Counterparts> =>
    rows.withShape(async (shape) => askFor(query, shape));
};
