import { z } from 'zod';
import { SyncError } from '#core/failures/sync-error.ts';
import type {
  CrmFieldInfo,
  CrmFieldType,
  CrmMetadata,
  CrmStageInfo,
} from '#core/ports/crm-metadata.ts';
import { toSyncError } from './errors.ts';
import type { SalesforceClient } from './client.ts';
import { queryPart, readComposite, type SubReply } from './composite.ts';
import type { DescribedField, Describes } from './describe-object.ts';

const TYPES: Readonly<Record<string, CrmFieldType>> = {
  string: 'text',
  url: 'text',
  phone: 'text',
  email: 'text',
  combobox: 'text',
  multipicklist: 'text',
  textarea: 'longText',
  picklist: 'picklist',
  currency: 'money',
  double: 'number',
  percent: 'number',
  int: 'number',
  long: 'number',
  date: 'date',
  datetime: 'instant',
  boolean: 'boolean',
  reference: 'reference',
  id: 'reference',
};

export const toFieldInfo = (field: DescribedField): CrmFieldInfo => {
  const type = TYPES[field.type] ?? 'other';
  const values = (field.picklistValues ?? [])
    .filter((entry) => entry.active)
    .map((entry) => ({ value: entry.value, label: entry.label ?? entry.value }));
  return {
    name: field.name,
    label: field.label,
    type,
    ...(field.length > 0 ? { length: field.length } : {}),
    ...(type === 'money' || type === 'number' ? { scale: field.scale } : {}),
    isCreateable: field.createable,
    isUpdateable: field.updateable,
    // A checkbox is never nillable and never missed: it is false.
    isRequired:
      field.createable && !field.nillable && !field.defaultedOnCreate && field.type !== 'boolean',
    isUnique: field.unique,
    ...(type === 'picklist' ? { values, isRestricted: field.restrictedPicklist } : {}),
  };
};

const Stage = z.object({
  ApiName: z.string(),
  MasterLabel: z.string(),
  IsActive: z.boolean(),
  IsClosed: z.boolean(),
  IsWon: z.boolean(),
  DefaultProbability: z.number().nullable(),
});
const Stages = z.object({ records: z.array(Stage) });
const Currencies = z.object({ records: z.array(z.object({ IsoCode: z.string() })) });
const OrgCurrency = z.object({
  records: z.array(z.object({ DefaultCurrencyIsoCode: z.string() })).min(1),
});
const OrgSettings = z.object({ features: z.object({ defaultCurrencyIsoCode: z.string() }) });

const toStages = (reply: SubReply): readonly CrmStageInfo[] => {
  if (reply.status >= 300) throw toSyncError(reply);
  const parsed = Stages.safeParse(reply.body);
  if (!parsed.success)
    throw new SyncError(
      'UNEXPECTED_ANSWER',
      `The stages of Salesforce have an unknown form at ${parsed.error.issues[0]?.path.join('.') ?? ''}.`,
      { side: 'crm' },
    );
  return parsed.data.records.map((stage) => ({
    value: stage.ApiName,
    label: stage.MasterLabel,
    isActive: stage.IsActive,
    closure: stage.IsClosed ? (stage.IsWon ? 'won' : 'lost') : 'open',
    percent: stage.DefaultProbability,
  }));
};

const STAGES = `SELECT ApiName, MasterLabel, IsActive, IsClosed, IsWon, DefaultProbability FROM OpportunityStage ORDER BY SortOrder`;
const CURRENCIES = 'SELECT IsoCode FROM CurrencyType WHERE IsActive = true';
/** Recorded organizations lack this field (reference SF §16), hence the second source below. */
const ORG_CURRENCY = 'SELECT DefaultCurrencyIsoCode FROM Organization LIMIT 1';

/** The currency of a single-currency org; none when the org does not tell. */
const soleCurrency = async (
  client: SalesforceClient,
  reply: SubReply | undefined,
): Promise<readonly string[]> => {
  const told = OrgCurrency.safeParse(reply?.body);
  if (told.success) return told.data.records.map((row) => row.DefaultCurrencyIsoCode);
  const answer = await client.call({
    method: 'GET',
    path: '/connect/organization',
    label: 'read organization settings',
    isWrite: false,
  });
  const settings = OrgSettings.safeParse(answer.body);
  return settings.success ? [settings.data.features.defaultCurrencyIsoCode] : [];
};

export interface MetadataOptions {
  readonly client: SalesforceClient;
  readonly describes: Describes;
}

/** Two calls, or three where the organization row does not name its currency. */
export const readMetadata = async ({
  client,
  describes,
}: MetadataOptions): Promise<CrmMetadata> => {
  const described = await describes.fieldsOf('Opportunity');
  const hasCurrencyField = described.has('CurrencyIsoCode');
  const { parts } = await readComposite(
    client,
    [
      queryPart('stages', STAGES),
      queryPart('currencies', hasCurrencyField ? CURRENCIES : ORG_CURRENCY),
    ],
    'read stages and currencies',
  );
  const [stages, money] = parts;
  const listed = hasCurrencyField ? Currencies.safeParse(money?.body) : undefined;
  const currencies =
    listed?.success === true
      ? listed.data.records.map((row) => row.IsoCode)
      : await soleCurrency(client, money);
  return {
    fields: new Map([...described.values()].map((field) => [field.name, toFieldInfo(field)])),
    stages: stages === undefined ? [] : toStages(stages),
    currencies,
    hasCurrencyField,
  };
};
