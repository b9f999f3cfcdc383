import { mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { projectRoot } from '../../src/project-root.ts';
import { launchBrowser, missingBrowser } from '../browser/support.ts';
import { openAlbum } from './album.ts';
import { chapters } from './chapters.ts';
import { withDrawnEmoji } from './emoji.ts';
import { renderGalleryPage, type GallerySection } from './page.ts';
import { reducePicture } from './reduce-picture.ts';
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
      await withDrawnEmoji(shown, async () => {
        const picture = await shown.page.locator(shown.selector).screenshot();
        await writeFile(join(pictures, `${scene.name}.png`), reducePicture(picture));
      });
      await shown.leave();
      scenes.push({ name: scene.name, caption: scene.caption });
    }
    sections.push({ title, scenes });
  }
  await writeFile(join(docs, 'gallery.md'), renderGalleryPage(sections));
} finally {
  await browser.close();
}
