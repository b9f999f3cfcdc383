import type { PictureView } from '../protocol.ts';
import { Dialog } from './dialog.tsx';
import { usePlayground } from './playground-context.ts';

/** A picture the emulator stores, with its place kept while it loads; for one from elsewhere, its description. */
export function Picture(props: { picture: PictureView; class?: string }) {
  const { picture } = props;
  const { openPicture } = usePlayground();
  if (picture.url === null) {
    return (
      <p class="picture-elsewhere">
        {picture.description === '' ? 'A picture from elsewhere' : picture.description}
      </p>
    );
  }
  return (
    <button
      type="button"
      class={`picture ${props.class ?? ''}`}
      title="Look at it larger"
      aria-haspopup="dialog"
      onClick={() => {
        openPicture(picture);
      }}
    >
      <PictureImage picture={picture} url={picture.url} />
    </button>
  );
}

function PictureImage({ picture, url }: { picture: PictureView; url: string }) {
  const { description, width, height } = picture;
  return (
    <img
      src={url}
      alt={description === '' ? 'A picture without a description' : description}
      {...(width === null ? {} : { width })}
      {...(height === null ? {} : { height })}
      decoding="async"
    />
  );
}

/** The picture alone, as large as the window lets it be. */
export function PictureDialog(props: { picture: PictureView; onClose: () => void }) {
  const { picture, onClose } = props;
  if (picture.url === null) return null;
  return (
    <Dialog class="picture-dialog" label="Picture" onClose={onClose}>
      <figure>
        <PictureImage picture={picture} url={picture.url} />
        <figcaption>
          <span>{picture.description}</span>
          <a href={picture.url} target="_blank" rel="noopener">
            Open in a tab
          </a>
          <button type="button" class="button secondary" autofocus onClick={onClose}>
            Close
          </button>
        </figcaption>
      </figure>
    </Dialog>
  );
}
