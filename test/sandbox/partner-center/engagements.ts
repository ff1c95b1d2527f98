export interface Engagements {
  note(member: { readonly id: string; readonly engagementId: string }): void;
  /** Ids of the referrals that share it. */
  idsOf(engagementId: string): readonly string[];
}

const put = (into: Map<string, string[]>, id: string, engagementId: string): void => {
  const ids = into.get(engagementId);
  if (ids === undefined) into.set(engagementId, [id]);
  else if (!ids.includes(id)) ids.push(id);
};

/** Built when first asked, so that nobody pays for it who never asks. */
export const createEngagements = (
  all: () => Iterable<{ readonly id: string; readonly engagementId: string }>,
): Engagements => {
  let members: Map<string, string[]> | undefined;

  return {
    note: ({ id, engagementId }) => {
      if (members !== undefined) put(members, id, engagementId);
    },
    idsOf: (engagementId) => {
      if (members === undefined) {
        members = new Map();
        for (const member of all()) put(members, member.id, member.engagementId);
      }
      return members.get(engagementId) ?? [];
    },
  };
};
