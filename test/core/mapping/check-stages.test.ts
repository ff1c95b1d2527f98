import { describe, expect, test } from '@jest/globals';
import type { CrmMetadata, CrmStageInfo } from '#core/ports/crm-metadata.ts';
import { standardOrg } from './standard-org.ts';
import { told } from './told.ts';

const org = standardOrg();

const withStage = (value: string, change: Partial<CrmStageInfo>): CrmMetadata => ({
  ...org,
  stages: org.stages.map((stage) => (stage.value === value ? { ...stage, ...change } : stage)),
});

describe('stages', () => {
  test.each([
    [
      'that we set must exist',
      withStage('Prospecting', { value: 'Lead In' }),
      [
        'blocks stages.received[0]: The CRM has no stage “Prospecting”.',
        'warns stages: The mapping does not say what the open stage “Lead In” means. It counts as accepted, and does not accept a received lead.',
      ],
    ],
    [
      'that we set must be active',
      withStage('Closed Won', { isActive: false }),
      ['blocks stages.won[0]: The stage “Closed Won” is inactive in the CRM.'],
    ],
    [
      'that we only recognise may be inactive',
      withStage('Needs Analysis', { isActive: false }),
      [],
    ],
    [
      'that we only recognise should exist',
      { ...org, stages: org.stages.filter((stage) => stage.value !== 'Perception Analysis') },
      ['warns stages.accepted[4]: The CRM has no stage “Perception Analysis”.'],
    ],
    [
      'must be as closed as their group',
      withStage('Value Proposition', { closure: 'lost' }),
      [
        'blocks stages.accepted[2]: The stage “Value Proposition” is lost in the CRM, but the mapping lists it under Accepted.',
      ],
    ],
    [
      'that are won cannot be lost',
      withStage('Closed Lost', { closure: 'won' }),
      [
        'blocks stages.lost[0]: The stage “Closed Lost” is won in the CRM, but the mapping lists it under Lost.',
      ],
    ],
    [
      'that are closed or inactive need no group',
      {
        ...org,
        stages: [
          ...org.stages,
          { value: 'Dropped', label: 'Dropped', isActive: true, closure: 'lost', percent: 0 },
          { value: 'Old', label: 'Old', isActive: false, closure: 'open', percent: 5 },
        ],
      } satisfies CrmMetadata,
      [],
    ],
  ])('%s', (_case, metadata, problems) => expect(told(metadata)).toEqual(problems));
});
