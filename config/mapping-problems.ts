import { placeFields, type Mapping, type Rule, type When } from '#core/mapping/rule.ts';
import type { Stage } from '#core/lead/stage.ts';
import type { Problem } from './problem.ts';
import { ruleProblems } from './rule-problems.ts';

type Content = Omit<Mapping, 'name' | 'version'>;

/** At creation a lead is received or, with `createAt: accepted`, accepted. */
const BORN: readonly Stage[] = ['received', 'accepted'];

const overlaps = (one: When, other: When): boolean => {
  if (one === 'always' || other === 'always') return true;
  const [a, b] = [one === 'onCreate' ? BORN : one, other === 'onCreate' ? BORN : other];
  return a.some((stage) => b.includes(stage));
};

interface Writer {
  readonly path: string;
  readonly end: string;
  readonly when: When;
}

const writersToCrm = (content: Content): Writer[] => [
  ...content.rules.flatMap((rule, index) =>
    rule.direction === 'toPartner'
      ? []
      : placeFields(rule.crm).map((end) => ({
          path: `rules[${index}].crm`,
          end,
          when: rule.when,
        })),
  ),
  ...content.constants.map((rule, index) => ({
    path: `constants[${index}].crm`,
    end: rule.crm,
    when: rule.when,
  })),
];

const writersToPartner = (rules: readonly Rule[]): Writer[] =>
  rules.flatMap((rule, index) =>
    rule.direction === 'toCrm'
      ? []
      : [{ path: `rules[${index}].lead`, end: rule.lead, when: rule.when }],
  );

/** Two writers of one end at the same time would undo each other for ever. */
const rivals = (writers: readonly Writer[]): Problem[] =>
  writers.flatMap((writer, index) => {
    const earlier = writers
      .slice(0, index)
      .find((other) => other.end === writer.end && overlaps(other.when, writer.when));
    if (earlier === undefined) return [];
    return [
      {
        path: writer.path,
        problem: `${writer.end} is written by ${earlier.path.replace(/\.\w+$/, '')} already`,
        remedy: 'Keep one of them, or make all but one go the other way.',
      },
    ];
  });

const endsOf = (rule: Rule): readonly { readonly at: 'lead' | 'crm'; readonly name: string }[] => [
  { at: 'lead', name: rule.lead },
  ...placeFields(rule.crm).map((name) => ({ at: 'crm' as const, name })),
];

/** Two two-way rules on one end, even at different stages: neither would know the other's last word. */
const twoWayTwice = (rules: readonly Rule[]): Problem[] =>
  rules.flatMap((rule, index) => {
    if (rule.direction !== 'both') return [];
    return endsOf(rule).flatMap(({ at, name }) => {
      const first = rules.findIndex(
        (other) =>
          other.direction === 'both' &&
          endsOf(other).some((end) => end.at === at && end.name === name),
      );
      if (first === index) return [];
      return [
        {
          path: `rules[${index}].${at}`,
          problem: `${name} has a two-way rule already: rules[${first}]`,
          remedy: 'Make all but one of them one-way.',
        },
      ];
    });
  });

const reservedFields = (content: Content): ReadonlyMap<string, string> =>
  new Map([
    ...Object.entries(content.own).map(([key, field]) => [field, `own.${key}`] as const),
    [content.stages.field, 'stages.field'] as const,
  ]);

/** Fields that the sync keeps by itself belong to no rule. */
const trespasses = (content: Content): Problem[] => {
  const reserved = reservedFields(content);
  const used = [
    ...content.rules.flatMap((rule, index) =>
      placeFields(rule.crm).map((field) => ({ path: `rules[${index}].crm`, field })),
    ),
    ...content.constants.map((rule, index) => ({
      path: `constants[${index}].crm`,
      field: rule.crm,
    })),
    ...Object.keys(content.stages.whileReceived).map((field) => ({
      path: `stages.whileReceived.${field}`,
      field,
    })),
  ];
  return used.flatMap(({ path, field }) => {
    const owner = reserved.get(field);
    if (owner === undefined) return [];
    return [
      { path, problem: `${field} is kept by the sync itself (${owner})`, remedy: 'Take it out.' },
    ];
  });
};

const sharedOwnFields = (content: Content): Problem[] => {
  const all = [...Object.entries(content.own), ['stages.field', content.stages.field] as const];
  return all.flatMap(([key, field], index) => {
    const first = all.slice(0, index).find(([, other]) => other === field);
    if (first === undefined) return [];
    return [
      {
        path: key === 'stages.field' ? key : `own.${key}`,
        problem: `${field} is used for ${first[0]} already`,
        remedy: 'Give it a field of its own.',
      },
    ];
  });
};

const GROUPS = ['received', 'accepted', 'won', 'lost'] as const;

const stageProblems = (content: Content): Problem[] => {
  const groupOf = new Map<string, string>();
  return GROUPS.flatMap((group) =>
    content.stages[group].flatMap((stage, index) => {
      const first = groupOf.get(stage);
      groupOf.set(stage, first ?? group);
      if (first === undefined) return [];
      return [
        {
          path: `stages.${group}[${index}]`,
          problem: `is listed under ${first} already`,
          remedy: 'A stage belongs to one group, once.',
        },
      ];
    }),
  );
};

/** What is wrong with a well-formed mapping, whatever CRM it meets. */
export const mappingProblems = (content: Content): Problem[] => {
  const twoWay = twoWayTwice(content.rules);
  const told = new Set(twoWay.map((problem) => problem.path));
  const others = [...rivals(writersToCrm(content)), ...rivals(writersToPartner(content.rules))];
  return [
    ...content.rules.flatMap((rule, index) => ruleProblems(rule, `rules[${index}]`)),
    ...twoWay,
    ...others.filter((problem) => !told.has(problem.path)),
    ...trespasses(content),
    ...sharedOwnFields(content),
    ...stageProblems(content),
  ];
};
