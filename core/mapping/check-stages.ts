import type { CrmMetadata, CrmStageInfo } from '#core/ports/crm-metadata.ts';
import type { Closure } from '#core/ports/crm-system.ts';
import { blocks, warns, type MappingProblem } from './mapping-problem.ts';
import type { StageTable } from './rule.ts';

const CLOSURE_OF: Readonly<Record<'received' | 'accepted' | 'won' | 'lost', Closure>> = {
  received: 'open',
  accepted: 'open',
  won: 'won',
  lost: 'lost',
};
const GROUPS = ['received', 'accepted', 'won', 'lost'] as const;

/** The first of a group is what we set: it must be there and active. The others are only recognised. */
const checkEntry = (
  stage: CrmStageInfo | undefined,
  entry: {
    readonly group: (typeof GROUPS)[number];
    readonly index: number;
    readonly value: string;
  },
): MappingProblem[] => {
  const { group, index, value } = entry;
  const path = `stages.${group}[${index}]`;
  if (stage === undefined) {
    const found = index === 0 ? blocks : warns;
    return [found(path, 'stageUnknown', index === 0 ? 'otherStage' : 'dropStage', { value })];
  }
  const closure = CLOSURE_OF[group];
  if (stage.closure !== closure)
    return [
      blocks(path, 'stageClosure', 'moveStage', { value, group, closure, shown: stage.closure }),
    ];
  return index === 0 && !stage.isActive
    ? [blocks(path, 'stageInactive', 'otherStage', { value })]
    : [];
};

/** The stage table against the CRM's own stages. */
export const checkStages = (table: StageTable, metadata: CrmMetadata): MappingProblem[] => {
  const byValue = new Map(metadata.stages.map((stage) => [stage.value, stage]));
  const listed = GROUPS.flatMap((group) =>
    table[group].map((value, index) => ({ group, index, value })),
  );
  const names = new Set(listed.map((entry) => entry.value));
  const unlisted = metadata.stages.filter(
    (stage) => stage.isActive && stage.closure === 'open' && !names.has(stage.value),
  );
  return [
    ...listed.flatMap((entry) => checkEntry(byValue.get(entry.value), entry)),
    ...unlisted.map(({ value }) => warns('stages', 'stageUnlisted', 'listStage', { value })),
  ];
};
