import { z } from 'zod';

const text = z
  .string()
  .nullish()
  .transform((value) => value ?? '');

const Referral = z.object({
  id: z.string(),
  name: text,
  status: z.string(),
  substatus: z.string(),
  statusReason: text,
  externalReferenceId: text,
  customerProfile: z.object({ name: z.string() }),
  details: z.object({
    dealValue: z.number().nullish(),
    currency: text,
    closingDateTime: text,
    notes: text,
  }),
});

const Opportunity = z.object({
  Id: z.string(),
  StageName: z.string(),
  IsClosed: z.boolean(),
  IsWon: z.boolean(),
  Amount: z.number().nullish(),
  CurrencyIsoCode: text,
  CloseDate: z.string(),
  Owner: z.object({ Name: z.string() }),
  Tasks: z.array(z.object({ subject: z.string(), due: z.string(), status: z.string() })),
  PC_Referral_Id__c: text,
  PC_Referral_Kind__c: text,
  PC_Referral_Stage__c: text,
  PC_Decision__c: text,
  PC_Reason__c: text,
  PC_Notes__c: text,
  PC_Settle__c: text,
  PC_Sync_Status__c: text,
  PC_Sync_Message__c: text,
});

export type SeenReferral = z.infer<typeof Referral>;
export type SeenOpportunity = z.infer<typeof Opportunity>;

/** Both systems as they showed themselves over HTTP, a moment apart. */
export interface Sight {
  readonly referrals: readonly SeenReferral[];
  readonly opportunities: readonly SeenOpportunity[];
}

const fetchJson = async (url: string): Promise<unknown> => (await fetch(url)).json();

export const fetchSight = async (urls: {
  readonly partner: string;
  readonly crm: string;
}): Promise<Sight> => {
  const [referrals, opportunities] = await Promise.all([
    fetchJson(`${urls.partner}/sandbox/referrals.json`),
    fetchJson(`${urls.crm}/sandbox/opportunities.json`),
  ]);
  return {
    referrals: z.array(Referral).parse(referrals),
    opportunities: z.array(Opportunity).parse(opportunities),
  };
};

/** API calls that each side has counted. */
export const fetchCalls = async (url: string): Promise<number> =>
  z.object({ used: z.number() }).parse(await fetchJson(`${url}/sandbox/calls.json`)).used;

export const opportunitiesOf = (sight: Sight, referral: string): readonly SeenOpportunity[] =>
  sight.opportunities.filter((row) => row.PC_Referral_Id__c.toLowerCase() === referral);
