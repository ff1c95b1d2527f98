import type { Row } from './tables.ts';
import type { World } from './world.ts';

/** The usual ten with their percentages (SF §6). */
export const USUAL_STAGES = [
  { name: 'Prospecting', percent: 10, category: 'Pipeline' },
  { name: 'Qualification', percent: 10, category: 'Pipeline' },
  { name: 'Needs Analysis', percent: 20, category: 'Pipeline' },
  { name: 'Value Proposition', percent: 50, category: 'Pipeline' },
  { name: 'Id. Decision Makers', percent: 60, category: 'Pipeline' },
  { name: 'Perception Analysis', percent: 70, category: 'Pipeline' },
  { name: 'Proposal/Price Quote', percent: 75, category: 'Pipeline' },
  { name: 'Negotiation/Review', percent: 90, category: 'Pipeline' },
  { name: 'Closed Won', percent: 100, category: 'Closed' },
  { name: 'Closed Lost', percent: 0, category: 'Omitted' },
] as const;

/** The picklist's own words to the twin field's (SF §5). */
const CATEGORY_TWINS: Readonly<Record<string, string>> = {
  Omitted: 'Omitted',
  Pipeline: 'Pipeline',
  'Best Case': 'BestCase',
  Commit: 'Forecast',
  Closed: 'Closed',
};
export const forecastTwin = (categoryName: string): string =>
  CATEGORY_TWINS[categoryName] ?? categoryName;

export interface StageFacts {
  readonly isClosed: boolean;
  readonly isWon: boolean;
  readonly percent: number;
  readonly categoryName: string;
}

const cache = new WeakMap<World, { version: number; stages: Map<string, StageFacts> }>();

const toFacts = (row: Row): StageFacts => ({
  isClosed: row.fields['IsClosed'] === true,
  isWon: row.fields['IsWon'] === true,
  percent: Number(row.fields['DefaultProbability'] ?? 0),
  categoryName: String(row.fields['ForecastCategoryName'] ?? 'Pipeline'),
});

/** What a stage name stands for; undefined for one that the org does not know, which an unrestricted picklist still stores. */
export const findStage = (world: World, name: string): StageFacts | undefined => {
  const known = cache.get(world);
  if (known?.version === world.metadataVersion) return known.stages.get(name);
  const stages = new Map(
    [...world.table('OpportunityStage').rows.values()].map((row) => [
      String(row.fields['ApiName']),
      toFacts(row),
    ]),
  );
  cache.set(world, { version: world.metadataVersion, stages });
  return stages.get(name);
};

export const listActiveStages = (world: World): string[] =>
  [...world.table('OpportunityStage').rows.values()]
    .filter((row) => row.fields['IsActive'] === true)
    .toSorted((left, right) => Number(left.fields['SortOrder']) - Number(right.fields['SortOrder']))
    .map((row) => String(row.fields['ApiName']));

export const retireStage = (world: World, name: string): void => {
  const table = world.table('OpportunityStage');
  for (const row of table.rows.values()) {
    if (row.fields['ApiName'] === name) table.replace(row, { ...row.fields, IsActive: false });
  }
  world.touchMetadata();
};

export interface NewStage {
  readonly name: string;
  readonly label?: string;
  readonly percent: number;
  /** As in ForecastCategoryName. */
  readonly category: string;
  readonly isClosed?: boolean;
  readonly isWon?: boolean;
  readonly isActive?: boolean;
}

export const addStage = (world: World, stage: NewStage): void => {
  const table = world.table('OpportunityStage');
  table.add({
    id: world.nextId(table.object.keyPrefix),
    deletedAt: undefined,
    fields: {
      MasterLabel: stage.label ?? stage.name,
      ApiName: stage.name,
      IsActive: stage.isActive ?? true,
      SortOrder: table.rows.size + 1,
      IsClosed: stage.isClosed ?? false,
      IsWon: stage.isWon ?? false,
      ForecastCategory: forecastTwin(stage.category),
      ForecastCategoryName: stage.category,
      DefaultProbability: stage.percent,
    },
  });
  world.touchMetadata();
};
