import type { PictureView } from '../protocol.ts';

/** A picture the emulator stores, with its place kept while it loads; for one from elsewhere, its description. */
export function Picture(props: { picture: PictureView; class?: string }) {
  const { url, description, width, height } = props.picture;
  if (url === null)
    return <p class="picture-elsewhere">{description === '' ? 'A picture from elsewhere' : description}</p>;
  return (
    <a
      class={`picture ${props.class ?? ''}`}
      href={url}
      target="_blank"
      rel="noopener"
      title="Open the picture"
    >
      <img
        src={url}
        alt={description}
        {...(width === null ? {} : { width })}
        {...(height === null ? {} : { height })}
        decoding="async"
      />
    </a>
  );
}
