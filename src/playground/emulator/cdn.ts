import type { HttpBindings } from '@hono/node-server';
import { Hono, type Context } from 'hono';
import { bytesOf, type AttachmentStore } from './attachments.ts';
import type { AvatarStore } from './avatars.ts';
import type { FileFault } from './contract.ts';
import type { FaultRules } from './faults.ts';

interface CdnEnv {
  Bindings: HttpBindings;
}

export interface CdnOptions {
  readonly attachments: AttachmentStore;
  readonly avatars: AvatarStore;
  readonly faults: FaultRules<FileFault>;
}

/** Serves what was attached to messages or given to commands, and people's avatars, as Discord's CDN does. */
export function createCdn({ attachments, avatars, faults }: CdnOptions): Hono<CdnEnv> {
  const cdn = new Hono<CdnEnv>();
  const serve = (c: Context<CdnEnv>, bytes: Uint8Array<ArrayBuffer>, contentType: string) => {
    const fault = faults.strike(c.req.method, new URL(c.req.url).pathname);
    if (fault !== undefined) return faultyAnswer(c, bytes, fault);
    return c.body(bytes, 200, {
      'Content-Type': contentType,
      // Pages on other ports show these files.
      'Access-Control-Allow-Origin': '*',
      'X-Content-Type-Options': 'nosniff',
    });
  };
  cdn.get('/:folder{attachments|ephemeral-attachments}/:channel/:attachment/:name', (c) => {
    const { folder, channel, attachment, name } = c.req.param();
    const file = attachments.find(`${folder}/${channel}/${attachment}/${name}`);
    if (file === undefined) return c.text('This content is no longer available.', 404);
    return serve(c, file.bytes, file.contentType);
  });
  // Whatever size is asked for, it is served as it is.
  cdn.get('/avatars/:user/:file{.+[.]png}', (c) => {
    const { user, file } = c.req.param();
    const png = avatars.find(user, file.slice(0, -'.png'.length));
    return png === undefined ? c.notFound() : serve(c, png, 'image/png');
  });
  return cdn;
}

function faultyAnswer(
  c: Context<CdnEnv>,
  bytes: Uint8Array<ArrayBuffer>,
  fault: FileFault,
): Response | Promise<Response> {
  const firstHalf = bytes.subarray(0, bytes.byteLength / 2);
  switch (fault.kind) {
    case 'status':
      return new Response('Injected fault', { status: fault.status });
    case 'redirect':
      return new Response(null, { status: 302, headers: { Location: fault.to } });
    case 'hang':
      return new Promise(() => undefined);
    case 'other-body':
      return chunks([bytesOf(fault.content)], (stream) => {
        stream.close();
      });
    case 'endless-body':
      return chunks([], (stream) => {
        stream.enqueue(new Uint8Array(ENDLESS_CHUNK_BYTES));
      });
    case 'stalled-body':
      return chunks([firstHalf], () => new Promise(() => undefined));
    case 'cut-body':
      return chunks([firstHalf], () => {
        c.env.incoming.socket.destroy();
      });
  }
}

const ENDLESS_CHUNK_BYTES = 64 * 1024;

/** A body of unknown length: these chunks, and then what `goOn` does each time more is asked for. */
function chunks(
  first: readonly Uint8Array<ArrayBuffer>[],
  goOn: (stream: ReadableStreamDefaultController<Uint8Array>) => void | Promise<void>,
): Response {
  const left = [...first];
  return new Response(
    new ReadableStream<Uint8Array>({
      pull(stream) {
        const next = left.shift();
        if (next === undefined) return goOn(stream);
        stream.enqueue(next);
        return undefined;
      },
    }),
  );
}
