import type { Note } from '#core/sync/link.ts';

/** Something in a mapping that this CRM will not do, with what to do about it. */
export interface MappingProblem {
  /** In the mapping file, e.g. `rules[3].crm`. */
  readonly path: string;
  /** `blocks`: writes would be refused or wrong. `warns`: works, but not as a person would expect. */
  readonly severity: 'blocks' | 'warns';
  readonly problem: Note;
  readonly remedy: Note;
}

type Values = Readonly<Record<string, string>>;

const finding =
  (severity: MappingProblem['severity']) =>
  (path: string, problem: string, remedy: string, values: Values): MappingProblem => ({
    path,
    severity,
    problem: { key: `check.${problem}`, values },
    remedy: { key: `remedy.${remedy}`, values },
  });

export const blocks = finding('blocks');
export const warns = finding('warns');
