import type { RunRecord } from '#core/sync/run-record.ts';
import type { TenantRecord } from '#core/sync/tenant-record.ts';
import { eachLink } from './each-link.ts';
import { EXIT, type ExitCode } from './exit.ts';
import { nameOf, sentencesOf, wordOf, type LinkWord } from './link-words.ts';
import { withTenants, type Flags, type Tenant } from './open-tenants.ts';
import { writeJson, type Output } from './output.ts';
import { countKinds, kindOfPlan, plannedWords, type PlannedCounts } from './planned-counts.ts';
import { cut, table } from './table.ts';
import type { Toolbox } from './toolbox.ts';
import { brakeTable } from './verb-release.ts';

/** Leads that need a person, shown one by one; more are counted. */
const MOST_SHOWN = 20;
const NAME_WIDTH = 40;
const RECENT_RUNS = 5;

interface NeedsPerson {
  readonly referral: string;
  readonly name: string;
  readonly is: LinkWord;
  readonly says: readonly string[];
}

interface Status {
  readonly mode: 'observe' | 'live';
  readonly leads: Readonly<Record<LinkWord, number>>;
  readonly needsPerson: readonly NeedsPerson[];
  /** How many need a person, those not listed included. */
  readonly needsPersonCount: number;
  readonly planned: PlannedCounts | null;
  readonly brakes: TenantRecord['brakes'];
  readonly mismatch: TenantRecord['mismatch'];
  readonly stopped: TenantRecord['stopped'];
  readonly lastRun: RunRecord | null;
}

const NO_LEADS: Readonly<Record<LinkWord, number>> = {
  'in step': 0,
  waiting: 0,
  'action needed': 0,
  refused: 0,
  'left out': 0,
  'set aside': 0,
  gone: 0,
};
const OF_A_PERSON: ReadonlySet<LinkWord> = new Set([
  'action needed',
  'refused',
  'set aside',
  'gone',
]);

/** Every lead is looked at, so that the counts say the same as the list of leads. */
const countLeads = async (
  tenant: Tenant,
): Promise<Pick<Status, 'leads' | 'needsPerson' | 'needsPersonCount' | 'planned'>> => {
  const leads = { ...NO_LEADS };
  const needsPerson: NeedsPerson[] = [];
  const kinds: ReturnType<typeof kindOfPlan>[] = [];
  let needsPersonCount = 0;
  for await (const stored of eachLink(tenant.store, tenant.id, {})) {
    const { link } = stored;
    const is = wordOf(stored);
    leads[is] += 1;
    kinds.push(kindOfPlan(link.planned));
    if (!OF_A_PERSON.has(is)) continue;
    needsPersonCount += 1;
    if (needsPerson.length === MOST_SHOWN) continue;
    const says = sentencesOf(link, tenant.say);
    needsPerson.push({ referral: link.referral, name: nameOf(link), is, says });
  }
  const planned = tenant.settings.mode === 'observe' ? countKinds(kinds) : null;
  return { leads, needsPerson, needsPersonCount, planned };
};

const statusOf = async (tenant: Tenant): Promise<Status> => {
  const { store, id, settings } = tenant;
  const record = await store.tenants.find(id);
  const runs = await store.runs.list(id, RECENT_RUNS);
  return {
    mode: settings.mode,
    ...(await countLeads(tenant)),
    brakes: (record?.brakes ?? []).filter(({ isReleased }) => !isReleased),
    mismatch: record?.mismatch ?? null,
    stopped: record?.stopped ?? null,
    lastRun: runs.find(({ outcome }) => outcome !== null && outcome.isPreview !== true) ?? null,
  };
};

const lastRunWords = ({ lastRun }: Status, { show }: Tenant): string => {
  const outcome = lastRun?.outcome ?? null;
  if (outcome === null) return 'none has ended yet';
  const end = outcome.kind === 'done' ? 'done' : `failed: ${outcome.error?.message ?? ''}`;
  return `${show(outcome.at)}, ${end}`;
};

const tell = (output: Output, status: Status, tenant: Tenant): void => {
  const { id, show } = tenant;
  output.line(`${id} (${status.mode === 'live' ? 'live' : 'observing, nothing is written'})`);
  const counts = Object.entries(status.leads).map(([word, count]) => [`  ${word}`, String(count)]);
  const rows = [...counts, ['  last cycle', lastRunWords(status, tenant)]];
  for (const line of table(rows)) output.line(line);
  if (status.planned !== null) output.line(`  A live cycle ${plannedWords(status.planned)}.`);
  const { stopped, mismatch, brakes } = status;
  if (stopped !== null) output.line(`  Stopped ${show(stopped.at)}: ${stopped.words}`);
  if (mismatch !== null) {
    output.line(`  No write since ${show(mismatch.at)}: ${mismatch.why}. See: lead-sync adopt`);
  }
  if (brakes.length > 0) {
    output.line('  Held back until released (lead-sync release BRAKE):');
    for (const line of brakeTable(brakes, tenant)) output.line(`    ${line}`);
  }
  if (status.needsPerson.length === 0) return;
  output.line();
  const head = ['LEAD', 'NAME', 'IS', 'WHAT'];
  const told = status.needsPerson.map(({ referral, name, is, says }) => [
    referral,
    cut(name, NAME_WIDTH),
    is,
    says[0] ?? '',
  ]);
  for (const line of table([head, ...told])) output.line(line);
  const more = status.needsPersonCount - status.needsPerson.length;
  if (more > 0) output.line(`and ${more} more: lead-sync leads list --needs-person`);
};

/** What needs whom. Reads the store only: no system is asked. */
export const statusVerb = async (
  toolbox: Toolbox,
  flags: Flags & { readonly json?: boolean },
): Promise<ExitCode> =>
  withTenants(toolbox, flags, async ({ tenants }) => {
    const { output } = toolbox;
    const all: [Tenant, Status][] = [];
    for (const tenant of tenants) all.push([tenant, await statusOf(tenant)]);
    if (flags.json === true) {
      writeJson(output, Object.fromEntries(all.map(([{ id }, status]) => [id, status])));
    } else for (const [tenant, status] of all) tell(output, status, tenant);
    return EXIT.done;
  });
