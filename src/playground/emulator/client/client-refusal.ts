/** What a Discord client refuses by itself, before anything is sent; the message says why. */
export class ClientRefusal extends Error {
  override readonly name = 'ClientRefusal';
}
