import { Hono } from 'hono';
import type { AttachmentStore } from './attachments.ts';

/** Serves what was attached to messages, as Discord's CDN does. */
export function createCdn(attachments: AttachmentStore): Hono {
  const cdn = new Hono();
  cdn.get('/attachments/:channel/:attachment/:name', (c) => {
    const { channel, attachment, name } = c.req.param();
    const file = attachments.find(channel, attachment, name);
    if (file === undefined) return c.text('This content is no longer available.', 404);
    return c.body(file.bytes, 200, {
      'Content-Type': file.contentType,
      // Pages on other ports show these files.
      'Access-Control-Allow-Origin': '*',
      'X-Content-Type-Options': 'nosniff',
    });
  });
  return cdn;
}
