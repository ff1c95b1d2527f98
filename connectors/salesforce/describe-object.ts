import { z } from 'zod';
import { SyncError } from '#core/failures/sync-error.ts';
import { msBetween, type Instant } from '#core/lead/instant.ts';
import type { Clock } from '#core/ports/clock.ts';
import type { SalesforceClient } from './client.ts';

const Field = z.object({
  name: z.string(),
  label: z.string(),
  type: z.string(),
  length: z.number().default(0),
  scale: z.number().default(0),
  createable: z.boolean(),
  updateable: z.boolean(),
  nillable: z.boolean(),
  defaultedOnCreate: z.boolean().default(false),
  unique: z.boolean().default(false),
  restrictedPicklist: z.boolean().default(false),
  picklistValues: z
    .array(z.object({ active: z.boolean(), value: z.string(), label: z.string().nullish() }))
    .nullish(),
});
const Describe = z.object({ fields: z.array(Field) });

/** A field as Salesforce describes it to our user; one we may not see is absent. */
export type DescribedField = z.infer<typeof Field>;
export type DescribedFields = ReadonlyMap<string, DescribedField>;

/** Describes, each object once until it is asked for afresh: the replies are large (about 100 kB). */
export interface Describes {
  fieldsOf(object: string): Promise<DescribedFields>;
  refresh(object: string): Promise<DescribedFields>;
  /** Since it was last asked for; 0 if never. */
  ageMs(object: string): number;
}

export const createDescribes = (client: SalesforceClient, clock: Clock): Describes => {
  const known = new Map<string, Promise<DescribedFields>>();
  const askedAt = new Map<string, Instant>();

  const ask = async (object: string): Promise<DescribedFields> => {
    const connection = await client.connection();
    const parsed = Describe.safeParse(await connection.describe(object));
    if (!parsed.success)
      throw new SyncError(
        'UNEXPECTED_ANSWER',
        `The describe of ${object} has an unknown form at ${parsed.error.issues[0]?.path.join('.') ?? ''}.`,
        { side: 'crm' },
      );
    return new Map(parsed.data.fields.map((field) => [field.name, field]));
  };

  const refresh = async (object: string): Promise<DescribedFields> => {
    const asked = ask(object);
    known.set(object, asked);
    askedAt.set(object, clock.now());
    asked.catch(() => {
      if (known.get(object) === asked) known.delete(object);
    });
    return asked;
  };

  return {
    fieldsOf: async (object) => known.get(object) ?? refresh(object),
    refresh,
    ageMs: (object) => {
      const at = askedAt.get(object);
      return at === undefined ? 0 : msBetween(at, clock.now());
    },
  };
};
