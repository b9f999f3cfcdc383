import { mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import sharp from 'sharp';
import { projectRoot } from '../../src/project-root.ts';
import { launchBrowser, missingBrowser } from '../browser/support.ts';
import { openAlbum, untilDrawn } from './album.ts';
import { chapters } from './chapters.ts';
import { renderGalleryPage, type GallerySection } from './page.ts';
import { takeTitlePicture } from './title-picture.ts';
import { openGalleryWorld } from './world.ts';

/** CSS pixels. */
const LONGEST_ANSWER = 3_000;

if (missingBrowser !== null) throw new Error(missingBrowser);

const docs = join(projectRoot(), 'docs');
const pictures = join(docs, 'gallery');
await mkdir(pictures, { recursive: true });
for (const name of await readdir(pictures)) await rm(join(pictures, name));

const browser = await launchBrowser();
try {
  await using world = await openGalleryWorld();
  await using album = openAlbum(browser, world, LONGEST_ANSWER);
  const sections: GallerySection[] = [];
  for (const { title, tell } of chapters) {
    const scenes = [];
    for await (const scene of tell(world)) {
      const shown = await album.show(scene);
      await untilDrawn(shown);
      const picture = await shown.page.locator(shown.selector).screenshot();
      await writeFile(join(pictures, `${scene.name}.png`), await inFewColours(picture, 64));
      await shown.leave();
      scenes.push({ name: scene.name, caption: scene.caption });
    }
    sections.push({ title, scenes });
  }
  await writeFile(join(docs, 'gallery.md'), renderGalleryPage(sections));
  await writeFile(
    join(docs, 'images', 'playground.png'),
    await inFewColours(await takeTitlePicture(browser), 256),
  );
} finally {
  await browser.close();
}

/** A third of the bytes of a screenshot, or less. */
function inFewColours(png: Buffer, colours: number): Promise<Buffer> {
  return sharp(png).png({ palette: true, colours, effort: 10 }).toBuffer();
}
