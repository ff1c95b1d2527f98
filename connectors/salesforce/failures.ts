import { z } from 'zod';

/** One complaint of Salesforce, whichever shape it came in. */
export interface Failure {
  readonly code: string;
  readonly words: string;
  readonly fields: readonly string[];
}

/** Rows say `errorCode`, collections `statusCode`, OAuth `error` (reference SF §3, §10, §14). */
const Complaint = z
  .object({
    errorCode: z.string().optional(),
    statusCode: z.string().optional(),
    error: z.string().optional(),
    message: z.string().optional(),
    error_description: z.string().optional(),
    fields: z.array(z.string()).nullish(),
  })
  .refine((one) => (one.errorCode ?? one.statusCode ?? one.error) !== undefined);
const Complaints = z.union([z.array(Complaint), Complaint.transform((one) => [one])]);

/** What a body complains of; empty when it is not in Salesforce's form (a gateway's page, an empty 412). */
export const failuresIn = (body: unknown): readonly Failure[] => {
  const parsed = Complaints.safeParse(body);
  if (!parsed.success) return [];
  return parsed.data.map((one) => ({
    code: one.errorCode ?? one.statusCode ?? one.error ?? '',
    words: (one.message ?? one.error_description ?? '').trim(),
    fields: one.fields ?? [],
  }));
};

/** All complaints as one: every word and every field kept, the first code leads. */
export const joinFailures = (failures: readonly Failure[]): Failure => ({
  code: failures[0]?.code ?? '',
  words: failures
    .map((one) => one.words)
    .filter((words) => words !== '')
    .join(' · '),
  fields: [...new Set(failures.flatMap((one) => one.fields))],
});

/** The same, of a reply's text. */
export const failuresOf = (text: string): readonly Failure[] => {
  try {
    return failuresIn(JSON.parse(text));
  } catch {
    return [];
  }
};
