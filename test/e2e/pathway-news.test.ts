import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { MessageFlags } from 'discord.js';
import { expect, test } from 'vitest';
import type { Pathway } from '../../src/domain/pathway.ts';
import { accessibilityPathway } from '../support/loaded-pathways.ts';
import { openServer } from '../support/server.ts';
import { buttonsOf, shownPrivately, textOf } from '../support/shown.ts';
import { makeTemporaryFolder } from '../support/temporary-store.ts';

/** The first phase's last task leaves, its first moves on to the second phase, and a new one arrives there. */
function edited(pathway: Pathway): Pathway {
  const [first, second] = pathway.phases;
  const [moving, leaving] = first?.tasks ?? [];
  const [example] = second?.tasks ?? [];
  if (first === undefined || second === undefined || moving === undefined || leaving === undefined)
    throw new Error('The pathway has two phases, and two tasks in the first of them');
  if (example === undefined) throw new Error('The second phase has a task');
  const full = pathway.fullPaceHoursPerWeek;
  return {
    ...pathway,
    phases: [
      {
        ...first,
        weeks: 1,
        tasks: [{ ...leaving, id: 'quiet-hour', title: 'Spend an hour with your eyes shut', hours: full }],
      },
      {
        ...second,
        weeks: 2,
        tasks: [
          { ...moving, hours: full },
          { ...example, hours: full },
        ],
      },
    ],
  };
}

test('an edit of the pathway is told to each member once, at their next command, with what they keep', async () => {
  await using folder = await makeTemporaryFolder();
  const write = (pathway: Pathway) =>
    writeFile(join(folder.path, `${pathway.id}.json`), JSON.stringify(pathway));
  await write(accessibilityPathway);
  await using server = await openServer({ pathwaysDirectory: folder.path });
  const { ada, ben, channelId } = server;
  const [first, second] = accessibilityPathway.phases[0]?.tasks.map(({ title }) => title) ?? [];
  await ada.type(channelId, `/done task:"${second ?? ''}"`);
  await ben.type(channelId, '/join');

  await server.stopBot();
  await write(edited(accessibilityPathway));
  await server.startBot();

  const forAda = await ada.type(channelId, '/next');
  expect(shownPrivately(forAda)).toContain('Spend an hour with your eyes shut');
  const [news] = await forAda.followUps();
  if (news === undefined) throw new Error('Nothing was told');
  expect(news.flags).toBe(MessageFlags.Ephemeral | MessageFlags.IsComponentsV2);
  const told = textOf(news);
  expect(told).toContain('Your pathway was edited: Frontend Developer');
  expect(told).toMatch(/New on the way\*\*\n• \*\*Spend an hour with your eyes shut\*\* — phase 1/);
  expect(told).toContain(`• **${first}** — phase 2`);
  expect(told).toMatch(new RegExp(`${second}\\*\\* — you have done it: your record and its credit stay`));
  expect(told).toContain('you are at **0%**');
  expect(buttonsOf(news)).toEqual(['Next step', 'Overview']);

  const forBen = await ben.type(channelId, '/progress');
  const [same] = await forBen.followUps();
  expect(same && textOf(same)).toContain(`• **${second}**\n`.trimEnd());
  expect(same && textOf(same)).not.toContain('you have done it');

  for (const person of [ada, ben, server.newcomer()]) {
    const again = await person.type(channelId, '/next');
    await server.settled(again);
    expect(await again.followUps(0)).toEqual([]);
  }
  // Whoever joins after the edit never knew it otherwise.
  const late = server.newcomer();
  await server.settled(await late.type(channelId, '/join'));
  const next = await late.type(channelId, '/next');
  await server.settled(next);
  expect(await next.followUps(0)).toEqual([]);
});
