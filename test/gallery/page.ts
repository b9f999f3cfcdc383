export interface GallerySection {
  readonly title: string;
  readonly scenes: readonly { readonly name: string; readonly caption: string }[];
}

/** `docs/gallery.md`: each section's pictures, with their captions. */
export function renderGalleryPage(sections: readonly GallerySection[]): string {
  return [
    '# Gallery',
    'What Cairn answers, as the playground shows it on a phone. `npm run gallery` makes these pictures anew from the\nrunning bot; `npm test` holds this page against it. [Design](design.md) says why they look as they do.',
    ...sections.flatMap(({ title, scenes }) => [
      `## ${title}`,
      ...scenes.flatMap(({ name, caption }) => [`**${caption}**`, `![${caption}](gallery/${name}.png)`]),
    ]),
  ]
    .join('\n\n')
    .concat('\n');
}
