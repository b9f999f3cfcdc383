import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Server } from '../../src/domain/server.ts';
import type { View } from '../../src/discord/views/elements.ts';
import { phaseRolesView } from '../../src/discord/views/phase-roles.ts';
import { setupView, type PhaseRoleNews } from '../../src/discord/views/setup.ts';
import { violations } from '../../src/playground/emulator/rules/index.ts';
import { defaultWords as words } from '../../src/words/words.ts';
import { arbitraryPathway } from '../support/arbitrary-pathway.ts';

const MESSAGE = { method: 'POST', path: '/channels/1/messages' };
const COMPONENTS_V2 = 1 << 15;
const CHANNEL = '80351110224678912345';
const NEWS: readonly PhaseRoleNews[] = ['create', 'off', 'other-pathway'];

function expectAccepted(view: View): void {
  expect(violations({ ...MESSAGE, body: { flags: COMPONENTS_V2, components: view } })).toEqual([]);
}

/** Each phase's role may be there, gone, above the bot's or too powerful. */
const scene = arbitraryPathway.chain((pathway) =>
  fc
    .array(fc.constantFrom('none', 'fine', 'gone', 'above', 'powerful'), {
      minLength: pathway.phases.length,
      maxLength: pathway.phases.length,
    })
    .map((states) => {
      const roles = pathway.phases.map(({ id }, index) => ({
        id,
        number: index + 1,
        roleId: String(80_351_110_224_678_912_000n + BigInt(index)),
        state: states[index],
      }));
      const idsOf = (state: string) =>
        roles.filter((role) => role.state === state).map(({ roleId }) => roleId);
      return {
        pathway,
        roleIds: new Map(roles.filter(({ state }) => state !== 'none').map(({ id, roleId }) => [id, roleId])),
        faults: {
          isForbidden: true,
          gone: roles.filter(({ state }) => state === 'gone').map(({ number }) => number),
          above: idsOf('above'),
          powerful: idsOf('powerful'),
        },
      };
    }),
);

test('for any pathway and whatever is wrong, Discord accepts the view of its phases’ roles', () => {
  fc.assert(
    fc.property(scene, ({ pathway, roleIds, faults }) => {
      for (const picked of [undefined, ...pathway.phases.map(({ id }) => id)]) {
        expectAccepted(phaseRolesView({ words, pathway, roleIds, faults, picked }));
      }
    }),
    { numRuns: 60 },
  );
});

test('and what /setup says of them beside everything else', () => {
  const server: Server = {
    guildId: CHANNEL,
    locale: 'en-US',
    timeZone: 'America/Argentina/ComodRivadavia',
    announcementChannelId: CHANNEL,
    nudgeChannelId: CHANNEL,
    summaryChannelId: CHANNEL,
    weekday: 3,
    hour: 9,
    pathwayId: 'somewhere',
    next: { occurrence: '2026-W10', at: 8.64e15 },
    setUpBy: CHANNEL,
    trouble: 'permission-lost',
    roleTrouble: 'permission-lost',
  };
  const channelFaults = Array.from({ length: 3 }, () => ({
    channelId: CHANNEL,
    missing: ['ViewChannel', 'SendMessagesInThreads'] as const,
  }));
  fc.assert(
    fc.property(scene, fc.constantFrom(...NEWS), ({ pathway, roleIds, faults }, news) => {
      expectAccepted(
        setupView({
          words,
          server,
          pathway,
          faults: channelFaults,
          roles: { roleIds, faults, news },
          isSaved: true,
        }),
      );
    }),
    { numRuns: 60 },
  );
});

test('a phase whose role is gone has none preset', () => {
  const [pathway] = fc.sample(arbitraryPathway, 1);
  const [phase] = pathway?.phases ?? [];
  if (pathway === undefined || phase === undefined) throw new Error('a pathway has a phase');
  const roleIds = new Map([[phase.id, CHANNEL]]);
  const faults = { isForbidden: false, gone: [], above: [], powerful: [] };
  const shown = (gone: readonly number[]) =>
    JSON.stringify(
      phaseRolesView({ words, pathway, roleIds, faults: { ...faults, gone }, picked: phase.id }),
    );
  expect(shown([])).toContain('default_values');
  expect(shown([1])).not.toContain('default_values');
});
