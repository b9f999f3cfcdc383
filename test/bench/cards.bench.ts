import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { projectRoot } from '../../src/project-root.ts';
import { startBotProcess } from '../support/bot-process.ts';
import { sampleCards } from '../support/sample-cards.ts';
import { summarise, type Benchmark, type Figures, type Row } from './benchmark.ts';
import { MAIN, makeBenchFolder, newMember, openVenue, timeAnswer } from './venue.ts';

const CARDS = 1_000;
/** By then everything is compiled, and the caches of pictures, slices of fonts and outlines are full. */
const WARM_CARDS = 600;
const CARDS_PER_SECOND = 4;
const BLOCKS = 8;
const ROUNDS = 250;
const WARM_UP_ROUNDS = 150;
const BYTES_PER_MB = 2 ** 20;

/** Each is a new picture, since nobody else has the name. */
const DRAWING = `
  import { createCardRenderer } from ${JSON.stringify(
    pathToFileURL(join(projectRoot(), 'dist', 'src', 'cards', 'card-renderer.js')).href,
  )};
  const cards = ${JSON.stringify(Object.values(sampleCards))};
  const renderer = createCardRenderer({ onFault: (fault) => { throw fault; }, limits: { waitMs: 30_000 } });
  let count = 0;
  async function draw() {
    count += 1;
    const sample = cards[count % cards.length];
    const name = 'Łucja ' + count;
    const card = sample.person ? { ...sample, person: { name } } : { ...sample, title: name };
    const started = performance.now();
    const png = await renderer.draw(card);
    if (png === undefined) throw new Error('A card was not drawn');
    return [card.kind, performance.now() - started];
  }
`;

/** Draws one after another and says what each took, and the memory of all the process now and then. */
const DRAW_MANY = (cards: number, warm: number) => `
  ${DRAWING}
  const samples = [];
  const first = await draw();
  console.log('first ' + first[1]);
  for (let card = 1; card < ${warm}; card += 1) await draw();
  const before = process.memoryUsage.rss();
  for (let card = 0; card < ${cards}; card += 1) samples.push(await draw());
  console.log('drawn ' + JSON.stringify({ before, after: process.memoryUsage.rss(), samples }));
`;

/** Loaded into the bot's process: a signal turns the drawing on or off. */
const DRAW_ON_SIGNAL = `data:text/javascript,${encodeURIComponent(`
  ${DRAWING}
  let timer;
  let turns = 0;
  process.on('SIGUSR2', async () => {
    turns += 1;
    if (timer === undefined) {
      await draw();
      timer = setInterval(draw, ${1_000 / CARDS_PER_SECOND});
    } else {
      clearInterval(timer);
      timer = undefined;
      while (renderer.pending() > 0) await new Promise((resolve) => setTimeout(resolve, 10));
    }
    console.log('turn ' + turns + '.');
  });
`)}`;

/** What a picture takes, whether memory grows with them, and whether answers notice. */
export const benchmarkCards: Benchmark = async ({ isQuick }) => [
  ...(await measureCards(isQuick ? 10 : CARDS, isQuick ? 5 : WARM_CARDS)),
  ...(await measureAnswers(isQuick ? [1, 10, 2] : [BLOCKS, ROUNDS, WARM_UP_ROUNDS])),
];

async function measureCards(cards: number, warm: number): Promise<readonly Row[]> {
  await using folder = await makeBenchFolder();
  await using drawing = startBotProcess({
    nodeArguments: ['--input-type=module', '--eval', DRAW_MANY(cards, warm)],
    workingDirectory: folder.path,
    env: {},
  });
  const first = Number((await drawing.printed('first ')).split(' ').at(-1));
  const line = await drawing.printed('drawn ');
  const { samples, before, after } = JSON.parse(line.slice(line.indexOf('{'))) as {
    readonly samples: readonly (readonly [kind: string, milliseconds: number])[];
    readonly before: number;
    readonly after: number;
  };
  const kinds = [...new Set(samples.map(([kind]) => kind))];
  return [
    { measure: 'the first card, with the start of its thread', unit: 'ms', figures: summarise([first]) },
    ...kinds.map((kind): Row => {
      const milliseconds = samples.filter((sample) => sample[0] === kind).map((sample) => sample[1]);
      return { measure: `a card: ${kind}`, unit: 'ms', figures: summarise(milliseconds) };
    }),
    {
      measure: `memory of a process that only draws, after ${warm + cards} cards`,
      unit: 'MB',
      figures: summarise([after / BYTES_PER_MB]),
      comparison: `${((after - before) / BYTES_PER_MB).toFixed(0)} MB more than after ${warm}`,
    },
  ];
}

/** Answers with and without drawing, in turn, so that whatever else the machine does falls on both. */
async function measureAnswers([blocks = 0, rounds = 0, warmUp = 0]: readonly number[]): Promise<
  readonly Row[]
> {
  await using venue = await openVenue();
  await using bot = await venue.start(['--import', DRAW_ON_SIGNAL, MAIN]);
  const reader = newMember(venue, 'reader');
  const answer = () => timeAnswer(venue, () => reader.slash(venue.channelId, 'roadmap phase'));
  let turns = 0;
  const turn = async () => {
    turns += 1;
    bot.process.child.kill('SIGUSR2');
    await bot.process.printed(`turn ${turns}.`);
  };
  for (let round = 0; round < warmUp; round += 1) await answer();
  const idle: number[] = [];
  const drawing: number[] = [];
  for (let block = 0; block < blocks; block += 1) {
    for (let round = 0; round < rounds; round += 1) idle.push(await answer());
    await turn();
    for (let round = 0; round < rounds; round += 1) drawing.push(await answer());
    await turn();
  }
  const idleFigures = summarise(idle);
  const drawingFigures = summarise(drawing);
  return [
    { measure: '/roadmap phase, nothing drawn', unit: 'ms', figures: idleFigures },
    {
      measure: `/roadmap phase, while ${CARDS_PER_SECOND} cards a second are drawn`,
      unit: 'ms',
      figures: drawingFigures,
      comparison: tailRatio(drawingFigures, idleFigures),
    },
  ];
}

function tailRatio(one: Figures, other: Figures): string {
  const tails = one.p99 === undefined || other.p99 === undefined ? [] : [one.p99 / other.p99];
  return [`p50 ${(one.p50 / other.p50).toFixed(2)}`, ...tails.map((ratio) => `p99 ${ratio.toFixed(2)}`)]
    .map((ratio) => `${ratio} × idle`)
    .join(', ');
}
