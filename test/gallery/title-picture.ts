import type { Browser, Page } from 'playwright-core';
import type { Person } from '../../src/playground/emulator/index.ts';
import { PHONE, untilDrawn } from './album.ts';
import { openGalleryWorld, type GalleryWorld } from './world.ts';

const DAY_MS = 24 * 60 * 60 * 1000;
const DESKTOP = { width: 1180, height: 800 };
/** Above a card, for its title; in CSS pixels. */
const CLEARANCE = 150;
const SCROLL_MS = 500;
const PICTURE = { width: 1600, height: 1000 };

/** The README's picture: the playground on a desk and on a phone, with cards in both. */
export async function takeTitlePicture(browser: Browser): Promise<Buffer> {
  await using world = await openGalleryWorld();
  await walk(world);
  const { Aiko, Levi } = world.people;
  const desktop = await photograph(browser, world, Aiko, DESKTOP);
  const phone = await photograph(browser, world, Levi, PHONE);
  const page = await browser.newPage({ viewport: PICTURE });
  await page.setContent(arrange(desktop, phone));
  await untilDrawn({ page });
  const picture = await page.screenshot();
  await page.close();
  return picture;
}

/** Two people who have come some way: one looks at it, the other has just finished a phase. */
async function walk({ people: { Aiko, Levi, Tomás, Noor }, channelId, now, moveTo }: GalleryWorld) {
  for (const person of [Aiko, Levi, Tomás, Noor]) {
    await person.type(channelId, '/join pathway:infrastructure timezone:Europe/Berlin');
  }
  const weeks: readonly (readonly (readonly [Person, string])[])[] = [
    [
      [Aiko, 'cka-course'],
      [Levi, 'cka-course'],
      [Noor, 'cka-course'],
    ],
    [
      [Aiko, 'kubeadm-cluster'],
      [Levi, 'kubeadm-cluster'],
      [Tomás, 'cka-course'],
    ],
    [
      [Aiko, 'gpu-pod'],
      [Levi, 'gpu-pod'],
    ],
    [
      [Aiko, 'pandas-pipeline'],
      [Aiko, 'gpu-instance'],
      [Aiko, 'pytorch-container'],
    ],
  ];
  for (const week of weeks) {
    for (const [person, task] of week) await person.type(channelId, `/done task:${task}`);
    await moveTo(now() + 7 * DAY_MS);
  }
  await Aiko.type(channelId, '/progress');
  await Levi.type(channelId, '/done task:pandas-pipeline');
}

async function photograph(
  browser: Browser,
  world: GalleryWorld,
  viewer: Person,
  viewport: { readonly width: number; readonly height: number },
): Promise<Buffer> {
  const page = await browser.newPage({
    viewport,
    colorScheme: 'dark',
    reducedMotion: 'reduce',
    locale: 'en-GB',
    timezoneId: 'Europe/Berlin',
  });
  await page.clock.setFixedTime(world.now());
  await page.addInitScript(`sessionStorage.setItem('cairn-playground-person', '${viewer.user.id}')`);
  await page.addInitScript(`localStorage.setItem('cairn-playground-tour', 'away 0')`);
  await page.goto(world.url);
  await page.getByText(/ is here$/).waitFor({ state: 'attached' });
  await untilDrawn({ page });
  await showCard(page);
  const picture = await page.screenshot();
  await page.close();
  return picture;
}

/** All of the newest card, turned to as somebody would who reads: the page itself stays at the end. */
async function showCard(page: Page): Promise<void> {
  const log = page.getByRole('log');
  const top = (await log.boundingBox())?.y ?? 0;
  const card = (await log.locator('.gallery').last().boundingBox())?.y ?? top;
  if (card >= top) return;
  await log.hover();
  await page.mouse.wheel(0, card - top - CLEARANCE);
  await page.waitForTimeout(SCROLL_MS);
}

function arrange(desktop: Buffer, phone: Buffer): string {
  const address = (png: Buffer) => `data:image/png;base64,${png.toString('base64')}`;
  return `<!doctype html><style>
    html { background: linear-gradient(160deg, #2c5a55, #0c1113 75%); height: 100%; }
    img { position: absolute; display: block; box-shadow: 0 30px 80px #000a, 0 0 0 1px #ffffff1f; }
    .desktop { left: 60px; top: 100px; width: ${DESKTOP.width}px; border-radius: 14px; }
    .phone { right: 60px; top: 56px; width: 410px; border-radius: 36px; outline: 10px solid #05080a; }
  </style><img class="desktop" src="${address(desktop)}"><img class="phone" src="${address(phone)}">`;
}
