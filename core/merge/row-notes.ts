import type { Stage } from '#core/lead/stage.ts';
import type { Mapping } from '#core/mapping/rule.ts';
import type { CrmView } from '#core/ports/crm-system.ts';
import type { Link, Note, StageBase } from '#core/sync/link.ts';
import type { CrmStageShown } from './merge-stage.ts';
import type { PlanContext } from './plan-context.ts';

/** Values at linking are the base, not an edit; a row that is ahead of the referral is told, not acted on. */
export const aheadNote = (
  stageBase: StageBase | null,
  stage: Stage,
  shown: CrmStageShown,
  mapping: Mapping,
): Note[] => {
  const { closure, stageValue, answer } = shown;
  if (stageBase === null || closure !== stageBase.closure || answer !== stageBase.answer) return [];
  const isOtherStage = stageValue !== null && !mapping.stages.received.includes(stageValue);
  const isAhead =
    stage === 'received'
      ? closure !== 'open' ||
        answer !== null ||
        (isOtherStage && stageValue === stageBase.stageValue)
      : stage === 'accepted' && closure !== 'open';
  return isAhead ? [{ key: 'action.ahead', values: { stage: answer ?? stageValue ?? '' } }] : [];
};

export const rowNotes = (link: Link, crm: CrmView, context: PlanContext): Note[] => {
  const shown = crm.fields[context.mapping.own.referralId];
  const isOther =
    shown !== undefined &&
    link.told[context.mapping.own.referralId] !== undefined &&
    String(shown ?? '').toLowerCase() !== link.referral;
  return isOther ? [{ key: 'action.referralIdChanged', values: {} }] : [];
};

/** What stands until a replay, less what a person has put right: an owner nobody knew was replaced. */
export const standing = (link: Link, crm: CrmView): Link => ({
  ...link,
  lasting: link.lasting.filter(
    ({ key }) => key !== 'action.ownerUnknown' || crm.ownerId === link.start?.ownerId,
  ),
});
