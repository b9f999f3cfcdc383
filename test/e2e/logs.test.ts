import { expect, it } from 'vitest';
import { editFile } from '../support/sqlite-file.ts';
import { openServer } from '../support/server.ts';
import { shownPrivately } from '../support/shown.ts';

/** What a member types, in every place where they can; it must never stand in the log. */
const SECRETS = ['my-manager-is-a-fool', 'https://private.example/hunter2', 'cohort-of-the-unhappy'];
const [NOTE, LINK, TITLE] = SECRETS;
const OURS = 'Something went wrong on my side';

it('faults of every kind, with members’ words and tokens in them, leave nothing of these in the log', async () => {
  await using server = await openServer();
  const { ada, channelId, emulator, logged, databaseFile } = server;
  const tokens: string[] = [];
  const type = async (line: string) => {
    const outcome = await ada.type(channelId, line).catch(() => undefined);
    if (outcome !== undefined) tokens.push(outcome.interactionToken);
    return outcome;
  };
  const record = `/done task:cka-course note:${NOTE} link:${LINK}`;
  const { message } = await ada.type(channelId, '/done task:gpu-pod');

  // Discord refuses what it is given, and quotes it.
  emulator.faults.inject({
    path: '/interactions/*/*/callback',
    times: 1,
    fault: {
      kind: 'status',
      status: 400,
      code: 50035,
      message: `Invalid Form Body\ndata.components[0].content[BASE_TYPE_BAD]: "${NOTE}" is not allowed`,
    },
  });
  void type(record);
  await expect.poll(() => logged.join('')).toContain('Invalid Form Body');
  // Its answer is lost on the way.
  emulator.faults.inject({ path: '/interactions/*/*/callback', times: 1, fault: { kind: 'lose-answer' } });
  void type(record);
  await expect.poll(() => logged.join('')).toContain('other side closed');
  // A forged button, and words that fit nothing.
  await ada.forge(message, `1:undo:${NOTE}:${LINK}`);
  await type(`/done task:${NOTE}`);
  await type(`/cohort create name:${TITLE}`);

  // The database refuses a record, in words that quote it.
  editFile(
    databaseFile,
    `CREATE TRIGGER refuse BEFORE INSERT ON completion
       BEGIN SELECT RAISE(ABORT, 'the row is refused: "' || NEW.note || '"'); END`,
  );
  const refused = await ada.type(channelId, `/done task:pandas-pipeline note:${NOTE}`);
  expect(shownPrivately(refused)).toContain(OURS);
  editFile(databaseFile, 'DROP TRIGGER refuse');
  // What it holds cannot be read any more.
  await type('/join pathway:infrastructure hours:5 timezone:Europe/Berlin');
  editFile(databaseFile, `UPDATE enrolment SET breaks = ?`, `{"${NOTE}": `);
  expect(shownPrivately(await ada.type(channelId, '/plan show'))).toContain(OURS);

  const log = logged.join('');
  for (const word of [
    'the row is refused',
    'Invalid Form Body',
    'cannot be read by this version',
    'SyntaxError',
  ]) {
    expect(log).toContain(word);
  }
  for (const secret of [...SECRETS, 'hunter2', emulator.token, ...tokens]) expect(log).not.toContain(secret);
});
